"""Values of the chart: what each is for, from the comments in values.yaml, and whether a template uses it."""

import json
import re
from pathlib import Path

MARKS = ("<!-- values: written by helm/test --write -->", "<!-- end of values -->")
KEY = re.compile(r"^( *)([A-Za-z]\w*):(.*)$")
COMMENT = re.compile(r"^ *# -- (.*)$")


def documented(text):
    """Path, default and meaning of each value; the meaning is None where no comment says it."""
    rows, stack, comment, inside = [], [], None, None
    for line in text.splitlines():
        key = KEY.match(line)
        if inside is not None and line.strip() and len(line) - len(line.lstrip()) <= inside:
            inside = None
        if inside is not None:
            rows[-1][1].append(line.strip())
            continue
        if COMMENT.match(line):
            comment = COMMENT.match(line)[1]
        elif key:
            stack = [entry for entry in stack if entry[0] < len(key[1])] + [(len(key[1]), key[2])]
            path = ".".join(name for _, name in stack)
            if comment or key[3].strip():
                rows.append((path, [key[3].strip()], comment))
                inside = len(key[1])
            comment = None
    return [(path, " ".join(default).strip(), meaning) for path, default, meaning in rows]


def table(folder):
    """The tables of README.md."""
    lines = ["| value | default | |", "| --- | --- | --- |"]
    for path, default, meaning in documented((folder / "values.yaml").read_text()):
        default = "" if default in ('""', "") else f"`{default}`" if len(default) < 60 else "see values.yaml"
        lines.append(f"| `{path}` | {default} | {meaning or ''} |".replace("|  |", "| |"))
    definitions = json.loads((folder / "values.schema.json").read_text())["definitions"]
    for title, kind, prefix in (("A store", "store", ""), (None, "credentials", "credentials."), ("An identity provider", "provider", "")):
        if title:
            lines += ["", f"### {title}", "", "| value | |", "| --- | --- |"]
        for name, schema in definitions[kind]["properties"].items():
            lines.append(f"| `{prefix}{name}` | {schema['description']} |")
    return "\n".join(lines)


def with_table(readme, folder):
    before, rest = readme.split(MARKS[0])
    return f"{before}{MARKS[0]}\n{table(folder)}\n{MARKS[1]}{rest.split(MARKS[1])[1]}"


def problems(folder):
    folder = Path(folder)
    templates = "\n".join(file.read_text() for file in sorted((folder / "templates").rglob("*")) if file.is_file())
    for path, _, meaning in documented((folder / "values.yaml").read_text()):
        if not meaning:
            yield f"values.yaml: nothing says what {path} is for"
        if not used(path, templates):
            yield f"values.yaml: no template uses {path}"
    definitions = json.loads((folder / "values.schema.json").read_text())["definitions"]
    for kind, variable in (("store", "store"), ("provider", "provider"), ("credentials", "store.credentials")):
        for name, schema in definitions[kind]["properties"].items():
            if not schema.get("description"):
                yield f"values.schema.json: nothing says what {name} of a {kind} is for"
            if not re.search(rf"\${re.escape(variable)}\)?\.{name}\b|hasKey \${variable} \"{name}\"", templates):
                yield f"values.schema.json: no template uses {name} of a {kind}"
    if with_table((folder / "README.md").read_text(), folder) != (folder / "README.md").read_text():
        yield "README.md: the tables are not those of values.yaml and values.schema.json; run helm/test --write"


def used(path, templates):
    parent, _, leaf = path.rpartition(".")
    if re.search(rf"\.Values\.{re.escape(path)}(?![\w])", templates):
        return True
    return bool(parent) and bool(re.search(rf"\.Values\.{re.escape(parent)}(?![\w.])", templates)) and bool(re.search(rf"\.{leaf}\b", templates))
