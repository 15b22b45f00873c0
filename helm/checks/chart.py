"""The chart as helm renders it: with sets of values, with bad ones, and as the documentation has it."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

import yaml

import documents
import kubernetes


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


class Chart:
    """A checkout's chart, or that of a changed copy."""

    def __init__(self, root):
        self.root, self.folder = Path(root), Path(root) / "helm/bale"
        self.sets = self.root / "helm/test-values"

    def lint(self, file):
        done = run(os.environ["HELM"], "lint", "--strict", "--quiet", self.folder, "--values", file)
        return [done.stdout + done.stderr] if done.returncode else []

    def template(self, *files):
        """What helm renders, or what it says where it does not."""
        values = (part for file in files for part in ("--values", file))
        done = run(os.environ["HELM"], "template", "bale", self.folder, "--namespace", "bale", *values)
        return done.stdout, done.stderr if done.returncode else ""

    def layered(self, *layers):
        """The same from values that lie in no file."""
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / f"{i}.yaml" for i in range(len(layers))]
            for file, layer in zip(files, layers):
                file.write_text(yaml.safe_dump(layer))
            return self.template(*files)

    def too_old(self):
        """What is wrong with how a cluster is refused that is older than the chart takes."""
        done = run(os.environ["HELM"], "template", "bale", self.folder, "--values", self.sets / "minimal.yaml", "--kube-version", "1.29.9")
        return [] if "incompatible with Kubernetes v1.29.9" in done.stderr else [f"not refused: {done.stderr}"]

    def fact(self, fact, rendered=None):
        """What is not as a fact of facts.yaml says."""
        objects = rendered or kubernetes.objects(self.template(self.sets / f"{fact['set']}.yaml")[0])
        of = [found for found in objects if f"{found['kind']}/{found['metadata']['name']}".startswith(fact["of"])]
        text = "\n---\n".join(json.dumps(found, ensure_ascii=False).replace("\\n", "\n") for found in of)
        yield from (f"not there: {wanted}" for wanted in fact.get("has", []) if wanted not in text)
        yield from (f"there: {unwanted}" for unwanted in fact.get("has_not", []) if unwanted in text)

    def refusal(self, bad):
        """What is wrong with how bad values are refused."""
        minimal = yaml.safe_load((self.sets / "minimal.yaml").read_text())
        error = self.layered(*([] if bad.get("alone") else [minimal]), bad["values"])[1]
        return [] if bad["says"] in error else [f"wanted {bad['says']!r}, got: {error.strip() or 'no error'}"]

    def guide(self):
        """docs/kubernetes.md: its objects, and what its examples of values render, with what is wrong."""
        text = (self.root / "docs/kubernetes.md").read_text()
        objects, examples = documents.examples(text)
        rendered, problems = [], []
        for i, more in enumerate(examples):
            output, error = self.layered(examples[0], *([more] if i else []))
            rendered.append(kubernetes.objects(output))
            problems += [error] if error else []
            if i == 0 or "test" in more:
                problems += documents.unmade(text, rendered[-1])
        return objects, rendered, problems
