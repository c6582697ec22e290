"""Results as Markdown: the same table on the terminal and in docs/performance.md."""

import datetime
import statistics

import lab

PAGE = lab.ROOT / "docs/performance.md"


def markdown(header, rows):
    """Columns as wide as their widest cell; all but the first two to the right."""
    cells = [header] + [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    line = lambda row: "| " + " | ".join(
        cell.ljust(width) if i < 2 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths))) + " |"
    rule = "|" + "|".join("-" * (width + 1) + ("-" if i < 2 else ":") for i, width in enumerate(widths)) + "|"
    return "\n".join([line(cells[0]), rule, *map(line, cells[1:])])


def comparison(rows):
    """Medians of the rounds; the ratio is the median of the rounds' ratios, with its quartiles."""
    header = ["case", "proxy", "CPU us", "user", "system", "ratio", "spread", "requests/s", "p50 us", "p99 us", "void"]
    lines = []
    for row in rows:
        base = next((other for other in rows if other.case is row.case and other.contender.name == row.case.base), None)
        void = len(row.samples) - len(row.good())
        if not row.good():
            lines.append([row.case.name, row.contender.name, *["-"] * 8, row.fault])
            continue
        lines.append([
            row.case.name, row.contender.name, f"{row.median('cpu'):.1f}", f"{row.median('user'):.1f}",
            f"{row.median('system'):.1f}", *ratio_cells(row, base), f"{row.median('rate'):.0f}",
            f"{row.median('p50'):.0f}", f"{row.median('p99'):.0f}", f"{void} ({row.fault})" if void else "0"])
    return markdown(header, lines)


def ratio_cells(row, base, what="cpu"):
    ratios = row.ratios(base, what) if base else []
    if not ratios or base is row:
        return ["1" if base is row else "-", ""]
    if len(ratios) == 1:
        return [f"{ratios[0]:.2f}", ""]
    low, _, high = statistics.quantiles(ratios, n=4, method="inclusive")
    return [f"{statistics.median(ratios):.2f}", f"{low:.2f}-{high:.2f}"]


def keep(group, text, command, about):
    """Puts one group's result into the page, between the group's marks, in place of its last one."""
    begin, end = f"<!-- begin {group} -->", f"<!-- end {group} -->"
    page = PAGE.read_text()
    before, _, rest = page.partition(begin)
    after = rest.partition(end)[2]
    if not rest or not after:
        raise SystemExit(f"{PAGE}: no place for {group}; write {begin} and {end} where it goes")
    today = datetime.date.today().isoformat()
    PAGE.write_text(f"{before}{begin}\n{text}\n\n{today}, `{command}`: {about}.\n{end}{after}")
