"""The plain manifests in k8s/, rendered from the chart."""

import re

RENDERED = ("default", "air-gapped")
HEAD = "# Rendered from the chart by helm/test --write, with values.yaml beside this file. Do not edit: see k8s/README.md.\n"


class NotRendered(Exception):
    """The chart gives nothing; its message says why."""


def render(folder, template):
    """What the two rendered files of a folder should be."""
    text, error = template(folder / "values.yaml")
    if error:
        raise NotRendered(f"k8s/{folder.name}: {error}")
    documents = [document for document in re.split(r"^---\n", text, flags=re.MULTILINE) if document.strip()]
    settings = next(document for document in documents if "\n  name: bale-config\n" in document)
    documents.remove(settings)
    body = "---\n".join(documents)
    # Neither Helm nor a release is there, and kustomize rolls the replicas by the ConfigMap's name.
    body = re.sub(r"^ *(app.kubernetes.io/managed-by: Helm|helm.sh/chart: .*|# Source: .*)\n", "", body, flags=re.MULTILINE)
    body = re.sub(r"^ *annotations:\n *bale.dev/config: .*\n", "", body, flags=re.MULTILINE)
    body = re.sub(r"^ *\n", "", body, flags=re.MULTILINE)
    lines = settings.split("application.properties: |\n", 1)[1].splitlines()
    return {"bale.yaml": HEAD + body, "application.properties": HEAD + "\n".join(line.strip() for line in lines if line.strip()) + "\n"}


def drift(folder, template):
    try:
        rendered = render(folder, template)
    except NotRendered as e:
        yield str(e)
        return
    for name, wanted in rendered.items():
        file = folder / name
        if not file.is_file() or file.read_text() != wanted:
            yield f"k8s/{folder.name}/{name} is not what the chart gives; run helm/test --write"


def write(folder, template):
    for name, text in render(folder, template).items():
        (folder / name).write_text(text)
