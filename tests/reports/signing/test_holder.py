"""Whose certificate it is: names with and without degrees, NIP wherever a certificate may bear one."""

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID, ObjectIdentifier

from reports.signing.demo_certificate import create_demo_pkcs12
from reports.signing.holder import bare_name, find_nips, holder_of, same_name
from reports.signing.key_file import open_key_file
from reports.signing.requests import Credentials
from tests.reports.signing.certificates import PASSPHRASE
from tests.reports.signing.leaf import make_leaf

NIP, OTHER = "197007241996031003", "198001012005011001"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Drs. H. Budi Santoso, M.Si.", "BUDI SANTOSO"),
        ("Munandar, S.Sos.", "MUNANDAR"),
        ("Munandar, S.Sos", "munandar s.sos."),
        ("Munandar, S. Sos., M. Si.", "Munandar SSos MSi"),
        ("MUNANDAR S STP M AP", "Munandar, S.STP., M.AP."),
        ("Drs.H.Budi Santoso,M.Si", "Budi  Santoso"),
        ("Prof. Dr. Ir. H. Joko Widodo, S.E., M.Sc., Ph.D", "Joko Widodo"),
        ("Dra. Hj. Rr. Sri Mulyani", "sri mulyani"),
        ("Dr. (H.C.) K.H. Abdul Wahid", "Abdul Wahid"),
        ("dr. Siti Nur'aini, Sp.PD", "Siti Nuraini"),
        ("drg. Ani, Sp.KG", "ANI"),
        ("apt. Dewi Lestari, S.Farm", "Dewi Lestari"),
        ("Ns. Dewi Lestari, S.Kep., M.Kep", "Dewi Lestari"),
        ("R. Agus Salim, A.Md.", "Agus Salim"),
        ("Ani Nuraini, A.Md.Keb.", "ANI NURAINI"),
        ("Eko Prasetyo, S.Kom., M.T.I", "Eko Prasetyo"),
        ("José Pérez", "Jose Perez"),
        ("I Gede Ari, S.Tr.Sos", "I GEDE ARI"),
        ("Budi Santoso, SE, MM, CA", "Budi Santoso"),
        ("H. M. Amin", "M. Amin"),
    ],
)
def test_same_name_reads_over_degrees_and_titles(one: str, other: str) -> None:
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Budi Santoso", "Budi Santosa"),
        ("Budi Santoso", "Budi"),
        ("Budi Santoso, S.H.", "Santoso Budi, S.H."),
        ("Sitompul, Budi", "Sitompul"),
        ("Sitompul, Budi", "Sitompul, S.H."),
        ("Sitompul, Budi", "Sitompul, Ani"),
        ("", ""),
        ("S.H.", ""),
        ("...", "..."),
        ("Hasan", "H. Asan"),
        ("Ira Wati", "Wati"),
        ("DEMO Munandar", "Munandar"),
    ],
)
def test_same_name_tells_people_apart(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_name(other, one)


def test_bare_name_keeps_the_letters_as_written() -> None:
    assert bare_name("Drs. H. Munandar, S.Sos., M.Si.") == "Munandar"
    assert bare_name("I Gede ARI Putra, S.T.") == "I Gede ARI Putra"
    assert bare_name("H.") == "H"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (NIP, [NIP]),
        ("19700724 199603 1 003", [NIP]),
        ("NIP. 19700724-199603-1-003", [NIP]),
        (f"Munandar {NIP} {OTHER}", [NIP, OTHER]),
        (f"{NIP}1", []),
        ("1804010101700001", []),
        ("１９７００７２４１９９６０３１００３", []),
    ],
)
def test_find_nips_reads_eighteen_digits(text: str, found: list[str]) -> None:
    assert find_nips(text) == found


def attribute(oid: ObjectIdentifier, value: str) -> x509.NameAttribute[str]:
    return x509.NameAttribute(oid, value)


@pytest.mark.parametrize(
    "leaf",
    [
        make_leaf(name="Orang Lain", attributes=[attribute(NameOID.SERIAL_NUMBER, NIP)]),
        make_leaf(name="Orang Lain", attributes=[attribute(NameOID.USER_ID, NIP)]),
        make_leaf(name=f"Orang Lain {NIP}"),
        make_leaf(name="Orang Lain", other_names=[x509.RFC822Name(f"{NIP}@go.id")]),
        make_leaf(name="Orang Lain", other_names=[x509.UniformResourceIdentifier(f"urn:nip:{NIP}")]),
        make_leaf(
            name="Orang Lain",
            other_names=[x509.DirectoryName(x509.Name([attribute(NameOID.SERIAL_NUMBER, NIP)]))],
        ),
        make_leaf(
            name="Orang Lain",
            other_names=[x509.OtherName(ObjectIdentifier("1.2.3.4"), b"\x0c\x12" + NIP.encode())],
        ),
    ],
    ids=["serialNumber", "UID", "CN", "mail", "URI", "directory name", "other name"],
)  # fmt: skip
def test_a_nip_decides_over_the_name(leaf) -> None:  # type: ignore[no-untyped-def]  # a Leaf
    holder = holder_of(leaf.certificate)
    assert holder.nips == {NIP}
    assert holder.is_person("Munandar, S.Sos.", NIP)
    assert not holder.is_person("Orang Lain", OTHER)


def test_without_a_nip_the_name_decides() -> None:
    holder = holder_of(make_leaf(name="MUNANDAR").certificate)
    assert holder.is_person("Munandar, S.Sos.", NIP)
    assert not holder.is_person("Budi Santoso", NIP)


def test_demo_is_no_part_of_a_name_only_where_it_is_one() -> None:
    data = create_demo_pkcs12(common_name="Munandar", organisation="Dinas", passphrase=PASSPHRASE)
    demo = open_key_file(data, Credentials(passphrase=PASSPHRASE)).certificate
    assert holder_of(demo).is_person("Munandar, S.Sos.", NIP)
    assert not holder_of(make_leaf(name="DEMO Munandar").certificate).is_person("Munandar", NIP)
