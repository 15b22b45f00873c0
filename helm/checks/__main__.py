"""Every check of the chart. Called by helm/test, which finds the programs and schemas that this needs."""

import json
import os
import re
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

import documents
import kubernetes
import manifests
import policy
import settings
import values
from chart import Chart, run

ROOT = Path(__file__).resolve().parents[2]
DATA, SETS = ROOT / "helm/test-data", sorted((ROOT / "helm/test-values").glob("*.yaml"))
CHART = Chart(ROOT)


def listed(name):
    return yaml.safe_load((DATA / f"{name}.yaml").read_text())


class Report:
    """Counts what was checked and prints what is wrong."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    def check(self, what, problems):
        problems = list(problems)
        self.failed += bool(problems)
        self.passed += not problems
        for problem in problems:
            print(f"  WRONG  {what}: {problem}")

    def section(self, text):
        print(text, flush=True)


class Rules:
    """What holds for all objects, wherever they come from."""

    def __init__(self, schemas):
        custom = kubernetes.custom_resources(*schemas["custom"])
        self.versions = [kubernetes.OpenApi(name, folder, custom) for name, folder in schemas["openapi"].items()]
        self.versions += [kubernetes.Structure(name, folder) for name, folder in schemas["structure"].items()]
        self.settings = re.compile("|".join(settings.patterns(ROOT / "registry-api/src/main/java")))
        self.metrics = {line for line in (DATA / "metrics.txt").read_text().splitlines() if not line.startswith("#")}

    def problems(self, found):
        for version in self.versions:
            for one in found:
                yield from (f"Kubernetes {version.name}: {one['kind']}/{one['metadata']['name']} {text}" for text in version.problems(one))
        yield from policy.problems(found)
        yield from settings.problems(found, self.settings)
        yield from settings.metric_problems(found, self.metrics)


def check_values(report):
    report.check("values", values.problems(CHART.folder))
    report.section(f"{len(values.documented((CHART.folder / 'values.yaml').read_text()))} values, each documented and used")


def check_sets(report, rules):
    rendered = {}
    with ThreadPoolExecutor(2) as pool:
        for file, lint, (text, error) in zip(SETS, pool.map(CHART.lint, SETS), pool.map(CHART.template, SETS)):
            report.check(f"helm lint --strict, {file.name}", lint)
            report.check(f"helm template, {file.name}", [error] if error else [])
            rendered[file.stem] = kubernetes.objects(text)
            report.check(file.name, rules.problems(rendered[file.stem]))
    kinds = {found["kind"] for found in sum(rendered.values(), [])}
    report.section(f"{len(SETS)} sets of values linted and rendered: {sum(map(len, rendered.values()))} objects of {len(kinds)} kinds, each against "
                   f"Kubernetes {', '.join(version.name for version in rules.versions)}, policy, settings and metrics")
    facts = listed("facts")
    for fact in facts:
        report.check(f"{fact['set']}, {fact['of']}", CHART.fact(fact, rendered[fact["set"]]))
    report.section(f"{len(facts)} facts about what comes of which values")


def check_bad_values(report):
    table = listed("bad-values")
    with ThreadPoolExecutor(2) as pool:
        for bad, problems in zip(table, pool.map(CHART.refusal, table)):
            report.check(f"refused values {bad['values']}", problems)
    report.check("Kubernetes 1.29", CHART.too_old())
    report.section(f"{len(table)} sets of bad values refused, each by a message with the value's name")


def check_manifests(report, rules):
    for folder in manifests.RENDERED:
        report.check(f"k8s/{folder}", manifests.drift(ROOT / "k8s" / folder, CHART.template))
    built = []
    for folder in [*manifests.RENDERED, "example"]:
        done = run(os.environ["KUBECTL"], "kustomize", ROOT / "k8s" / folder)
        report.check(f"kubectl kustomize k8s/{folder}", [done.stderr] if done.returncode else [])
        found = kubernetes.objects(done.stdout)
        report.check(f"k8s/{folder} as built", rules.problems(found))
        built.append(f"{folder} ({len(found)} objects)")
        if folder == "default":
            report.check("k8s/README.md, Secrets", documents.unmade((ROOT / "k8s/README.md").read_text(), found))
    report.section(f"k8s/ has not drifted, and kubectl builds {', '.join(built)}")


def check_guide(report, rules):
    objects, rendered, problems = CHART.guide()
    report.check("docs/kubernetes.md", problems)
    report.check("docs/kubernetes.md, objects", (problem for found in objects for problem in rules.versions[0].problems(found)))
    for i, found in enumerate(rendered):
        report.check(f"docs/kubernetes.md, values {i + 1}", rules.problems(found))
    report.section(f"{len(objects)} objects and {len(rendered)} examples of values in docs/kubernetes.md are right, and its commands make every Secret")


def check_dockerfile(report):
    done = run(os.environ["HADOLINT"], ROOT / "docker/Dockerfile")
    report.check("docker/Dockerfile", done.stdout.splitlines() + done.stderr.splitlines() if done.returncode else [])
    broken = run(os.environ["HADOLINT"], DATA / "broken/Dockerfile")
    report.check("self-test Dockerfile", [] if "DL3007" in broken.stdout and "DL3002" in broken.stdout else [f"found only: {broken.stdout}"])
    report.section("docker/Dockerfile linted by hadolint; it is not built here")


def check_broken(report, rules):
    """The checks themselves: each broken input must be found, and nothing else in it."""
    files = sorted((DATA / "broken").glob("*.yaml"))
    for file in files:
        text = file.read_text()
        wanted = re.findall(r"^# finds: (.*)$", text, re.MULTILINE)
        found = list(rules.problems(kubernetes.objects(text)))
        report.check(f"self-test {file.name}", [f"not found: {want}" for want in wanted if not any(want in problem for problem in found)]
                     + [f"also found: {problem}" for problem in found if not any(want in problem for want in wanted)]
                     + ([] if wanted else ["has no line '# finds: …'"]))
    changes = listed("changes")
    for change in changes:
        report.check(f"self-test {change['file']} with {change['by']!r}", missed(change))
    report.section(f"self-test: {len(files)} broken manifests and {len(changes)} changed files found out")


def missed(change):
    """Whether a change goes unnoticed by the check that it names."""
    with tempfile.TemporaryDirectory() as folder:
        for part in ("helm/bale", "helm/test-values", "k8s"):
            shutil.copytree(ROOT / part, Path(folder) / part)
        (Path(folder) / "docs").mkdir()
        shutil.copy(ROOT / "docs/kubernetes.md", Path(folder) / "docs")
        copy, file = Chart(folder), Path(folder) / change["file"]
        before = file.read_text()
        file.write_text(before.replace(change["replace"], change["by"], 1))
        if file.read_text() == before:
            return ["there is nothing to change any more"]
        checks = {
            "values": lambda: values.problems(copy.folder),
            "drift": lambda: manifests.drift(copy.root / "k8s/default", copy.template),
            "lint": lambda: copy.lint(copy.sets / "minimal.yaml"),
            "facts": lambda: (text for fact in listed("facts") if fact["set"] == change["set"] for text in copy.fact(fact)),
            "refusal": lambda: (text for bad in listed("bad-values") if bad["says"] == change["says"] for text in copy.refusal(bad)),
            "guide": lambda: copy.guide()[2],
        }
        found = list(checks[change["check"]]())
        return [] if any(change["finds"] in text for text in found) else [f"wanted {change['finds']!r}, found {found}"]


def main(mode):
    if mode == "--write":
        readme = CHART.folder / "README.md"
        readme.write_text(values.with_table(readme.read_text(), CHART.folder))
        for folder in manifests.RENDERED:
            manifests.write(ROOT / "k8s" / folder, CHART.template)
        return 0
    report, rules = Report(), Rules(json.loads(os.environ["SCHEMAS"]))
    if mode != "--self-test":
        check_values(report)
        check_sets(report, rules)
        check_bad_values(report)
        check_manifests(report, rules)
        check_guide(report, rules)
        check_dockerfile(report)
    check_broken(report, rules)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
