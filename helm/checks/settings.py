"""Settings and metrics: whether the chart names what the service has."""

import json
import re
import subprocess
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


def expressions(all_objects):
    """PromQL in rules and dashboards, by the object that it is in."""
    for found in all_objects:
        name = f"{found['kind']}/{found['metadata']['name']}"
        if found["kind"] == "PrometheusRule":
            yield from ((name, rule.get("expr", "")) for group in found["spec"]["groups"] for rule in group["rules"])
        elif found["metadata"]["name"].endswith("-dashboard"):
            for panel in json.loads(found["data"]["bale.json"])["panels"]:
                yield from ((name, target["expr"].replace("$__rate_interval", "5m")) for target in panel["targets"])


def metric_problems(all_objects, metrics):
    """Expressions that are no PromQL, and names in them that /q/metrics does not have."""
    found = list(expressions(all_objects))
    for name, expression in found:
        for metric in sorted(set(re.findall(r"\b([a-z][a-z0-9_]*)\s*\{", expression)) - metrics - {"up"}):
            yield f"{name}: no metric {metric}"
    if found:
        parser = Path(__file__).parent / "promql.cjs"
        told = subprocess.run(["node", parser], input=json.dumps([text for _, text in found]), capture_output=True, text=True, check=True).stdout
        yield from (f"{name}: no PromQL: {text}" for (name, text), right in zip(found, json.loads(told)) if not right)
