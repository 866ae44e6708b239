"""The cutting of tables, with heights that can be added up by hand."""

from reports.rendering.pagination import Block, Metrics, TablePage, paginate


def block(number: int, *groups: str, text: str = "x") -> Block:
    return Block(str(number), groups, (text,), (("a",), ("b",), ("c",), ("d",)))


def metrics(first: float, following: float) -> Metrics:
    """Rows are 10 high, a text is as high as it has letters, a label likewise (+5 continued)."""
    return Metrics(
        group_height=lambda _level, text, continued: len(text) + (5 if continued else 0),
        text_height=lambda _column, text, notes: len(text) + sum(map(len, notes)),
        row_height=lambda _row: 10,
        first_room=first,
        next_room=following,
    )


def numbers(pages: list[TablePage]) -> list[list[str]]:
    return [[placed.block.number for placed in page.blocks] for page in pages]


def test_paginate_fills_pages_with_whole_blocks() -> None:
    pages = paginate([block(n, "P") for n in range(1, 8)], metrics(100, 130))
    assert numbers(pages) == [["1", "2"], ["3", "4", "5"], ["6", "7"]]
    assert [page.height for page in pages] == [80, 120, 80]


def test_paginate_cuts_labels_at_the_page_and_marks_them_as_continued() -> None:
    blocks = [block(1, "P", "K"), block(2, "P", "K"), block(3, "P", "L"), block(4, "Q", "L")]
    first, second = paginate(blocks, metrics(80, 200))
    cells = [[(c.text, c.continued, c.rows) if c else None for c in p.groups] for p in first.blocks + second.blocks]
    assert cells == [
        [("P", False, 8), ("K", False, 8)],
        [None, None],
        [("P", True, 4), ("L", False, 4)],
        # The same name under another parent is another node.
        [("Q", False, 4), ("L", False, 4)],
    ]


def test_paginate_stretches_rows_evenly_where_a_text_is_higher() -> None:
    (page,) = paginate([block(1, "P", text="x" * 60)], metrics(100, 100))
    assert page.blocks[0].row_heights == [15, 15, 15, 15]


def test_paginate_stretches_blocks_where_their_label_is_higher() -> None:
    (page,) = paginate([block(1, "P" * 100), block(2, "P" * 100)], metrics(200, 200))
    assert [placed.row_heights for placed in page.blocks] == [[12.5] * 4, [12.5] * 4]


def test_paginate_counts_the_mark_of_a_continued_label() -> None:
    pages = paginate([block(n, "P" * 38) for n in (1, 2)], metrics(40, 50))
    assert [page.height for page in pages] == [40, 43]


def test_paginate_leaves_a_block_that_is_higher_than_a_page_alone() -> None:
    pages = paginate([block(1, "P"), block(2, "P", text="x" * 500), block(3, "P")], metrics(100, 100))
    assert numbers(pages) == [["1"], ["2"], ["3"]]


def test_paginate_takes_rows_along_when_the_legend_needs_a_new_page() -> None:
    blocks = [block(n, "P") for n in range(1, 6)]
    assert numbers(paginate(blocks, metrics(200, 200))) == [["1", "2", "3", "4", "5"]]
    assert numbers(paginate(blocks, metrics(200, 200), tail=30)) == [["1", "2", "3"], ["4", "5"]]


def test_paginate_without_rows_has_no_pages() -> None:
    assert paginate([], metrics(100, 100), tail=30) == []


def test_paginate_stretches_rows_for_the_remarks_under_an_indicator_and_for_what_stands_behind_its_values() -> None:
    values = (("a",), ("b",))
    (page,) = paginate([Block("1", ("P",), ("x",), values, ("Tinggi",), ("y" * 29,))], metrics(100, 100))
    assert page.blocks[0].row_heights == [15, 15]
    (page,) = paginate([Block("1", ("P",), ("x",), values, ("y" * 40,), ())], metrics(100, 100))
    assert page.blocks[0].row_heights == [20, 20]
