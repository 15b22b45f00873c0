"""The examples in the documentation: YAML that must be right, and the Secrets that its commands make."""

import json
import re

import yaml

import kubernetes

BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def blocks(text, language):
    return [body for kind, body in BLOCK.findall(text) if kind == language]


def examples(text):
    """Objects of Kubernetes, and values of the chart."""
    objects, values = [], []
    for body in blocks(text, "yaml"):
        found = kubernetes.objects(body)
        (objects if "apiVersion" in found[0] else values).extend(found)
    return objects, values


def made(text):
    """Secrets and ConfigMaps that the commands make, with their keys."""
    commands = "\n".join(blocks(text, "bash")).replace("\\\n", " ")
    for kind, name, rest in re.findall(r"create (secret generic|configmap) (\S+)(.*)", commands):
        yield ("Secret" if "secret" in kind else "ConfigMap"), name, set(re.findall(r"--from-(?:file|literal)=([^=\s]+)", rest))


def wanted(all_objects):
    """Secrets and keys that pods name."""
    text = json.dumps(all_objects)
    for body in re.findall(r'"secretKeyRef": ({[^}]*})', text):
        reference = json.loads(body)
        yield "Secret", reference["name"], reference["key"]
    for found in all_objects:
        for volume in found.get("spec", {}).get("template", {}).get("spec", {}).get("volumes", []):
            for source in volume.get("projected", {}).get("sources", []):
                yield from (("Secret", source["secret"]["name"], item["key"]) for item in source["secret"]["items"])


def unmade(text, all_objects):
    """Secrets that pods need and the commands do not make."""
    there = {(kind, name): keys for kind, name, keys in made(text)}
    for kind, name, key in sorted(set(wanted(all_objects))):
        if key not in there.get((kind, name), ()):
            yield f"no command makes {kind} {name} with the key {key}"

