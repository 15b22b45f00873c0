"""Every check of the chart. Called by helm/test, which finds the programs and schemas that this needs."""

import json
import os
import re
import shutil
import subprocess
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

ROOT = Path(__file__).resolve().parents[2]
CHART, DATA, SETS = ROOT / "helm/bale", ROOT / "helm/test-data", sorted((ROOT / "helm/test-values").glob("*.yaml"))
HELM, KUBECTL = os.environ["HELM"], os.environ["KUBECTL"]
MINIMAL = ROOT / "helm/test-values/minimal.yaml"


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


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def template(chart, *files):
    """What helm renders, or what it says where it does not."""
    done = run(HELM, "template", "bale", chart, "--namespace", "bale", *(part for file in files for part in ("--values", file)))
    return done.stdout, done.stderr if done.returncode else ""


def all_problems(found, versions, known, metrics):
    for version in versions:
        for one in found:
            yield from (f"Kubernetes {version.name}: {one['kind']}/{one['metadata']['name']} {text}" for text in version.problems(one))
    yield from policy.problems(found)
    yield from settings.problems(found, known)
    yield from settings.metric_problems(found, metrics)


def check_sets(report, versions, known, metrics):
    """Each set of values: lint, render, schemas, policy, settings, metrics."""
    rendered = {}
    with ThreadPoolExecutor(2) as pool:
        lints = pool.map(lambda file: run(HELM, "lint", "--strict", "--quiet", CHART, "--values", file), SETS)
        texts = pool.map(lambda file: template(CHART, file), SETS)
        for file, lint, (text, error) in zip(SETS, lints, texts):
            report.check(f"helm lint --strict, {file.name}", [lint.stdout + lint.stderr] if lint.returncode else [])
            report.check(f"helm template, {file.name}", [error] if error else [])
            rendered[file.stem] = kubernetes.objects(text)
            report.check(file.name, all_problems(rendered[file.stem], versions, known, metrics))
    kinds = {found["kind"] for found in sum(rendered.values(), [])}
    report.section(f"{len(SETS)} sets of values linted and rendered: {sum(map(len, rendered.values()))} objects of {len(kinds)} kinds, "
                   f"each against Kubernetes {', '.join(version.name for version in versions)}, policy, settings and metrics")
    check_facts(report, rendered)


def check_facts(report, rendered):
    """What must come of certain values."""
    facts = yaml.safe_load((DATA / "facts.yaml").read_text())
    for fact in facts:
        text = "\n---\n".join(json.dumps(found, ensure_ascii=False).replace("\\n", "\n") for found in rendered[fact["set"]] if f"{found['kind']}/{found['metadata']['name']}".startswith(fact["of"]))
        missing = [f"not there: {wanted}" for wanted in fact.get("has", []) if wanted not in text]
        there = [f"there: {unwanted}" for unwanted in fact.get("has_not", []) if unwanted in text]
        report.check(f"{fact['set']}, {fact['of']}", missing + there + ([] if text or "has_not" in fact and "has" not in fact else ["no such object"]))
    report.section(f"{len(facts)} facts about what comes of which values")


def check_bad_values(report):
    """Wrong and missing values: refused, and by name."""
    table = yaml.safe_load((DATA / "bad-values.yaml").read_text())
    with tempfile.TemporaryDirectory() as folder:
        def refusal(numbered):
            file = Path(folder) / f"{numbered[0]}.yaml"
            file.write_text(yaml.safe_dump(numbered[1]["values"]))
            return template(CHART, *([] if numbered[1].get("alone") else [MINIMAL]), file)[1]
        with ThreadPoolExecutor(2) as pool:
            for bad, error in zip(table, pool.map(refusal, enumerate(table))):
                report.check(f"refused values {bad['values']}", [] if bad["says"] in error else [f"wanted {bad['says']!r}, got: {error.strip() or 'no error'}"])
    report.section(f"{len(table)} sets of bad values refused, each by a message with the value's name")


def check_manifests(report, versions, known, metrics):
    """k8s/: rendered from this chart, complete and right as kubectl builds it."""
    for folder in manifests.RENDERED:
        report.check(f"k8s/{folder}", manifests.drift(ROOT / "k8s" / folder, lambda file: template(CHART, file)))
    built = []
    for folder in [*manifests.RENDERED, "example"]:
        done = run(KUBECTL, "kustomize", ROOT / "k8s" / folder)
        report.check(f"kubectl kustomize k8s/{folder}", [done.stderr] if done.returncode else [])
        found = kubernetes.objects(done.stdout)
        report.check(f"k8s/{folder} as built", all_problems(found, versions, known, metrics))
        built.append(f"{folder} ({len(found)} objects)")
    report.section(f"k8s/ has not drifted, and kubectl builds {', '.join(built)}")


def check_values(report):
    report.check("values", values.problems(CHART))
    count = len(values.documented((CHART / "values.yaml").read_text()))
    report.section(f"{count} values, each documented and used")


def check_documents(report, versions, known, metrics):
    """docs/kubernetes.md and k8s/README.md: examples render and are right, commands make the Secrets that pods need."""
    guide = (ROOT / "docs/kubernetes.md").read_text()
    objects, examples = documents.examples(guide)
    for found in objects:
        report.check(f"docs/kubernetes.md, {found['kind']}", versions[0].problems(found))
    with tempfile.TemporaryDirectory() as folder:
        for i, layers in enumerate(documents.layered(examples)):
            files = [Path(folder) / f"{i}-{j}.yaml" for j in range(len(layers))]
            for file, layer in zip(files, layers):
                file.write_text(yaml.safe_dump(layer))
            text, error = template(CHART, *files)
            found = kubernetes.objects(text)
            report.check(f"docs/kubernetes.md, values {', '.join(layers[-1])}", [error] if error else all_problems(found, versions, known, metrics))
            if i == 0 or "test" in layers[-1]:
                report.check(f"docs/kubernetes.md, Secrets of values {i}", documents.unmade(guide, found))
    built = kubernetes.objects(run(KUBECTL, "kustomize", ROOT / "k8s/default").stdout)
    report.check("k8s/README.md, Secrets", documents.unmade((ROOT / "k8s/README.md").read_text(), built))
    report.section(f"{len(objects)} objects and {len(examples)} examples of values in docs/kubernetes.md are right, and its commands make every Secret")


def check_dockerfile(report):
    done = run(os.environ["HADOLINT"], ROOT / "docker/Dockerfile")
    report.check("docker/Dockerfile", done.stdout.splitlines() + done.stderr.splitlines() if done.returncode else [])
    broken = run(os.environ["HADOLINT"], DATA / "broken/Dockerfile")
    report.check("self-test Dockerfile", [] if "DL3007" in broken.stdout and "DL3002" in broken.stdout else [f"found only: {broken.stdout}"])
    report.section("docker/Dockerfile linted by hadolint; it is not built here")


def check_broken(report, versions, known, metrics):
    """The checks themselves: each broken input must be found, and nothing else in it."""
    files = sorted((DATA / "broken").glob("*.yaml"))
    for file in files:
        text = file.read_text()
        wanted = re.findall(r"^# finds: (.*)$", text, re.MULTILINE)
        found = list(all_problems(kubernetes.objects(text), versions, known, metrics))
        report.check(f"self-test {file.name}", [f"not found: {want}" for want in wanted if not any(want in problem for problem in found)]
                     + [f"also found: {problem}" for problem in found if not any(want in problem for want in wanted)]
                     + ([] if wanted else ["has no line '# finds: …'"]))
    changes = yaml.safe_load((DATA / "changes.yaml").read_text())
    for change in changes:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder)
            shutil.copytree(CHART, copy / "helm/bale")
            shutil.copytree(ROOT / "k8s", copy / "k8s")
            file = copy / change["file"]
            before = file.read_text()
            file.write_text(before.replace(change["replace"], change["by"], 1))
            problems = ["there is nothing to change any more"] if file.read_text() == before else []
            found = [*values.problems(copy / "helm/bale"), *manifests.drift(copy / "k8s/default", lambda given: template(copy / "helm/bale", given))]
            report.check(f"self-test {change['file']} with {change['by']!r}", problems + ([] if any(change["finds"] in text for text in found) else [f"wanted {change['finds']!r}, found {found}"]))
    report.section(f"self-test: {len(files)} broken manifests and {len(changes)} changed files found out")


def main(mode):
    tools = json.loads(os.environ["SCHEMAS"])
    custom = kubernetes.custom_resources(*tools["custom"])
    versions = [kubernetes.OpenApi(name, folder, custom) for name, folder in tools["openapi"].items()]
    versions += [kubernetes.Structure(name, folder) for name, folder in tools["structure"].items()]
    known = re.compile("|".join(settings.patterns(ROOT / "registry-api/src/main/java")))
    metrics = {line for line in (DATA / "metrics.txt").read_text().splitlines() if not line.startswith("#")}
    report = Report()
    if mode == "--write":
        readme = CHART / "README.md"
        readme.write_text(values.with_table(readme.read_text(), CHART))
        for folder in manifests.RENDERED:
            manifests.write(ROOT / "k8s" / folder, lambda file: template(CHART, file))
        return 0
    if mode != "--self-test":
        check_values(report)
        check_sets(report, versions, known, metrics)
        check_bad_values(report)
        check_manifests(report, versions, known, metrics)
        check_documents(report, versions, known, metrics)
        check_dockerfile(report)
    check_broken(report, versions, known, metrics)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
