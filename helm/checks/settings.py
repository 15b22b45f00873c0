"""Settings and metrics: whether the chart names what the service has."""

import re
from pathlib import Path

MEMBER = re.compile(
    r"(?P<opens>\binterface (?P<interface>\w+))|(?P<closes>^\s*}\s*$)|(?:@WithName\(\"(?P<named>[^\"]+)\"\))|(?P<type>[\w<>, ]+?)\s+(?P<method>\w+)\(\);",
    re.MULTILINE,
)
QUARKUS = {
    "quarkus.http.host", "quarkus.http.port", "quarkus.management.host", "quarkus.management.port", "quarkus.shutdown.timeout",
    "quarkus.datasource.jdbc.max-size", "quarkus.flyway.migrate-at-start",
}


def dashed(name):
    return re.sub(r"(?<!^)([A-Z])", lambda match: "-" + match.group(1).lower(), name)


def interfaces(text):
    """Members by the interfaces of a source: name, type."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    found, open_now, named = {}, [], None
    for match in MEMBER.finditer(text):
        if match["opens"]:
            open_now.append(match["interface"])
            found[match["interface"]] = []
        elif match["closes"] and open_now:
            open_now.pop()
        elif match["named"]:
            named = match["named"]
        elif match["method"] and open_now:
            parent = "@WithParentName" in text[: match.start()].rsplit(";", 1)[-1].rsplit("{", 1)[-1] + match["type"]
            name = "" if parent else named or dashed(match["method"])
            found[open_now[-1]].append((name, match["type"].split(maxsplit=0)[0].strip()))
            named = None
    return found


def patterns(sources):
    """Patterns of all names of settings that the service's sources declare."""
    for file in sorted(Path(sources).rglob("*.java")):
        text = file.read_text()
        for name in re.findall(r'@ConfigProperty\(name = "([^"]+)"', text):
            yield re.escape(name)
        prefix = re.search(r'@ConfigMapping\(prefix = "([^"]+)"\)\s*public interface (\w+)', text)
        if prefix:
            yield from members(interfaces(text), prefix[2], re.escape(prefix[1]))


def members(all_interfaces, interface, prefix):
    for name, kind in all_interfaces[interface]:
        at = f"{prefix}\\.{re.escape(name)}" if name else prefix
        inner = [known for known in all_interfaces if re.search(rf"\b{known}\b", kind)]
        if "Map<" in kind:
            at += r'\.(?:[-\w]+|"[^"]+")' if inner else r'\.(?:[-\w./]+|"[^"]+")'
        if inner:
            yield from members(all_interfaces, inner[0], at)
        else:
            yield at + (r"(?:\[\d+\])?" if "List<" in kind or "Set<" in kind else "")


def problems(all_objects, known):
    """Settings in the ConfigMaps that the service does not have."""
    for found in all_objects:
        for line in found.get("data", {}).get("application.properties", "").splitlines():
            name = line.split("=", 1)[0]
            if name and not name.startswith("#") and name not in QUARKUS and not known.fullmatch(name):
                yield f"the service has no setting {name}"


def metric_problems(all_objects, metrics):
    """Names in rules and dashboards that /q/metrics does not have."""
    own = {"up"}
    for found in all_objects:
        text = ""
        if found["kind"] == "PrometheusRule":
            text = "\n".join(rule.get("expr", "") for group in found["spec"]["groups"] for rule in group["rules"])
        elif found["metadata"]["name"].endswith("-dashboard"):
            text = "\n".join(re.findall(r'"expr": "(.*)"', found["data"]["bale.json"])).replace('\\"', '"')
        for name in sorted(set(re.findall(r"\b([a-z][a-z0-9_]*)\s*\{", text)) - metrics - own):
            yield f"{found['kind']}/{found['metadata']['name']}: no metric {name}"
