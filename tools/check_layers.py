#!/usr/bin/env python3
"""Holds tools/layers.txt: says each include that goes up or sideways, exits 1 if there is one."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')


def read_levels(path):
    levels = {}
    rows = [line.split() for line in path.read_text().splitlines() if line and not line.startswith("#")]
    for height, names in enumerate(rows):
        for name in names:
            levels[name] = height
    return levels


def module_of(path, levels):
    """The module a path relative to src/ belongs to, and its level; None when no row names it."""
    parts = path.split("/")
    if parts[0] + "/*" in levels and len(parts) > 2:
        return "/".join(parts[:2]), levels[parts[0] + "/*"]
    if parts[0] in levels:
        return parts[0], levels[parts[0]]
    return None, None


def faults(src, levels):
    for file in sorted(src.rglob("*")):
        if file.suffix not in (".h", ".cc"):
            continue
        name = file.relative_to(src).as_posix()
        module, height = module_of(name, levels)
        if module is None:
            yield f"{name}: its folder has no level in tools/layers.txt"
            continue
        for number, line in enumerate(file.read_text().splitlines(), 1):
            found = INCLUDE.match(line)
            if not found:
                continue
            other, other_height = module_of(found.group(1), levels)
            if other is None:
                yield f"src/{name}:{number}: \"{found.group(1)}\" is no module path (write \"module/file.h\")"
            elif other != module and other_height >= height:
                yield f"src/{name}:{number}: {module} may not include {other}"


def main():
    src = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "src"
    found = list(faults(src, read_levels(ROOT / "tools/layers.txt")))
    print("\n".join(found) if found else "layers: ok")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
