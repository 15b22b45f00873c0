"""Whether objects are what Kubernetes knows: fields, types and, where the schema tells, what must be there."""

import json
import re
from pathlib import Path

import yaml

# Fields that every object has, also where a custom resource's schema leaves them out.
OF_EVERY_OBJECT = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"x-kubernetes-preserve-unknown-fields": True}}
TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list}


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Takes a lone equals sign, which some definitions have, for text."""


Loader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: node.value)


class OnceLoader(yaml.SafeLoader):
    """Refuses a key that is there twice, of which YAML readers silently take the last."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"twice: {', '.join(map(str, twice))}", node.start_mark)
        return super().construct_mapping(node, deep)


def objects(text):
    """The objects in some YAML."""
    return [found for found in yaml.load_all(text, Loader=OnceLoader) if found]


class OpenApi:
    """One version of Kubernetes by its OpenAPI 3 documents, with custom resources besides."""

    def __init__(self, name, folder, custom):
        self.name, self.folder, self.custom, self.documents = name, Path(folder), custom, {}

    def problems(self, found):
        group, _, version = found["apiVersion"].rpartition("/")
        if (found["apiVersion"], found["kind"]) in self.custom:
            schema = dict(self.custom[found["apiVersion"], found["kind"]])
            schema["properties"] = {**schema["properties"], **OF_EVERY_OBJECT}
            return list(self.walk({}, schema, found, ""))
        file = self.folder / (f"apis/{group}/{version}.json" if group else f"api/{version}.json")
        if not file.is_file():
            return [f"no {found['apiVersion']} in Kubernetes {self.name}"]
        if file not in self.documents:
            self.documents[file] = json.loads(file.read_text())["components"]["schemas"]
        wanted = {"group": group, "version": version, "kind": found["kind"]}
        for schema in self.documents[file].values():
            if wanted in schema.get("x-kubernetes-group-version-kind", []):
                return list(self.walk(self.documents[file], schema, found, ""))
        return [f"no {found['kind']} in {found['apiVersion']} of Kubernetes {self.name}"]

    def walk(self, all_schemas, schema, value, at):
        for part in [schema, *schema.get("allOf", [])]:
            if "$ref" in part:
                yield from self.walk(all_schemas, all_schemas[part["$ref"].rsplit("/", 1)[1]], value, at)
                return
        if value is None:
            yield f"{at}: is null"
        elif schema.get("x-kubernetes-int-or-string") or "oneOf" in schema:
            if isinstance(value, bool) or not isinstance(value, (str, int, float)):
                yield f"{at}: neither a number nor text"
        elif "type" in schema and (not isinstance(value, TYPES[schema["type"]]) or isinstance(value, bool) and schema["type"] != "boolean"):
            yield f"{at}: not of type {schema['type']}: {value!r}"
        elif isinstance(value, dict):
            yield from self.fields(all_schemas, schema, value, at)
        elif isinstance(value, list):
            for i, item in enumerate(value):
                yield from self.walk(all_schemas, schema.get("items", {}), item, f"{at}[{i}]")
        else:
            yield from self.limits(schema, value, at)

    def fields(self, all_schemas, schema, value, at):
        known, rest = schema.get("properties", {}), schema.get("additionalProperties")
        for name in schema.get("required", []):
            if name not in value:
                yield f"{at}.{name}: missing"
        for name, item in value.items():
            if name in known:
                yield from self.walk(all_schemas, known[name], item, f"{at}.{name}")
            elif isinstance(rest, dict):
                yield from self.walk(all_schemas, rest, item, f"{at}.{name}")
            elif not rest and not schema.get("x-kubernetes-preserve-unknown-fields") and ("properties" in schema or rest is False):
                yield f"{at}.{name}: unknown"

    def limits(self, schema, value, at):
        if "enum" in schema and value not in schema["enum"]:
            yield f"{at}: {value!r} is none of {schema['enum']}"
        if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
            yield f"{at}: {value!r} does not match {schema['pattern']}"
        if isinstance(value, (int, float)) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            yield f"{at}: {value} is out of range"


class Structure:
    """One version by the structure that its Go client carries: fields and types, not what must be there."""

    def __init__(self, name, client):
        text = (Path(client) / "applyconfigurations/internal/internal.go").read_text()
        text = text.split("typed.YAMLObject(`types:\n", 1)[1].split("`)", 1)[0]
        self.name = name
        self.blocks = {block.split("\n", 1)[0].removeprefix("- name: "): block for block in re.split(r"\n(?=- name: )", text)}
        self.types = {}

    def type(self, name):
        if name not in self.types:
            self.types[name] = yaml.load(self.blocks[name], Loader=Loader)[0]
        return self.types[name]

    def problems(self, found):
        group, _, version = found["apiVersion"].rpartition("/")
        # io.k8s.api.networking.v1.Ingress for networking.k8s.io/v1.
        name = f"io.k8s.api.{group.split('.')[0] or 'core'}.{version}.{found['kind']}"
        if name not in self.blocks:
            return [] if "." in group and not group.endswith("k8s.io") or group == "gateway.networking.k8s.io" else [
                f"no {found['kind']} in {found['apiVersion']} of Kubernetes {self.name}"]
        return list(self.walk(self.type(name), found, ""))

    def walk(self, kind, value, at):
        if "namedType" in kind:
            yield from self.walk(self.type(kind["namedType"]), value, at)
        elif value is None:
            yield f"{at}: is null"
        elif isinstance(value, dict) and "map" in kind:
            fields = {field["name"]: field["type"] for field in kind["map"].get("fields", [])}
            for name, item in value.items():
                inner = fields.get(name) or kind["map"].get("elementType")
                if inner:
                    yield from self.walk(inner, item, f"{at}.{name}")
                else:
                    yield f"{at}.{name}: unknown"
        elif isinstance(value, list) and "list" in kind:
            for i, item in enumerate(value):
                yield from self.walk(kind["list"]["elementType"], item, f"{at}[{i}]")
        elif isinstance(value, (dict, list)) or "scalar" not in kind:
            yield f"{at}: not of the type that Kubernetes {self.name} knows: {value!r}"
        elif kind["scalar"] == "boolean" and not isinstance(value, bool):
            yield f"{at}: not of type boolean: {value!r}"
        elif kind["scalar"] == "numeric" and (isinstance(value, bool) or not isinstance(value, (int, float))):
            yield f"{at}: not of type number: {value!r}"
        elif kind["scalar"] == "string" and not isinstance(value, str) and not self.is_quantity(at):
            yield f"{at}: not of type string: {value!r}"

    @staticmethod
    def is_quantity(at):
        return re.search(r"\.(requests|limits|capacity)\.[^.]+$|\.sizeLimit$", at)


def custom_resources(*folders):
    """Schemas of custom resources by version and kind, from definitions in YAML."""
    found = {}
    for folder in folders:
        for file in sorted(Path(folder).glob("*.yaml")):
            for definition in yaml.load_all(file.read_text(), Loader=Loader):
                if definition and definition.get("kind") == "CustomResourceDefinition":
                    spec = definition["spec"]
                    for version in spec["versions"]:
                        found[f"{spec['group']}/{version['name']}", spec["names"]["kind"]] = version["schema"]["openAPIV3Schema"]
    return found
