"""Numbers in addresses are none that a database cannot hold."""

from django.urls import resolve

from tests.test_permission_matrix import addresses


def test_no_address_takes_a_number_of_any_length() -> None:
    assert [address.name for address in addresses() if "<int:" in address.pattern] == []


def test_a_number_longer_than_a_database_holds_is_no_address() -> None:
    assert resolve(f"/admin/pengisian/{'9' * 18}/3/").url_name == "pengisian_sheet"
    # What is left is the admin's catch-all, which knows no such page.
    assert resolve(f"/admin/pengisian/{'9' * 19}/3/").url_name is None
