"""What every object that the chart makes must keep to, whatever the values are."""

import json
import re

# By the restricted profile of Kubernetes' pod security standards.
VOLUMES = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}
RIGHTS = {"Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"}
SECRET_NAME = re.compile(r"(?i)(password|secret|token|credential|access.?key|private.?key)[^=:\s]*\s*[=:]\s*(\S+)")
ADDRESS = re.compile(r"bale\.(stores|oidc|seals|exchange)\..*(endpoint|issuer|jwks-url)=")
SECRET_TEXT = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|://[^/\s:@]+:[^/\s@]+@")


def pod_of(found):
    """The template's metadata and the spec of the pods that an object makes."""
    if found["kind"] == "Pod":
        return found["metadata"], found["spec"]
    if found["kind"] == "CronJob":
        template = found["spec"]["jobTemplate"]["spec"]["template"]
    elif found["kind"] in ("Deployment", "Job", "StatefulSet", "DaemonSet", "ReplicaSet"):
        template = found["spec"]["template"]
    else:
        return None
    return template.get("metadata", {}), template["spec"]


def containers(spec):
    return [*spec.get("initContainers", []), *spec["containers"]]


def problems(all_objects):
    """Everything that is wrong with what one rendering gave."""
    for found in all_objects:
        name = f"{found['kind']}/{found['metadata']['name']}"
        checks = [no_rights(found), no_secrets(found)]
        if pod_of(found):
            _, spec = pod_of(found)
            checks += [restricted(spec), *(of_container(container) for container in containers(spec)), mounts(spec)]
        if found["kind"] == "Deployment":
            checks.append(probes_and_drain(found["spec"]["template"]["spec"]))
        for check in checks:
            yield from (f"{name}: {problem}" for problem in check)
    yield from references(all_objects)
    yield from ways_out(all_objects)


def no_rights(found):
    if found["kind"] in RIGHTS:
        yield "no pod needs rights in the cluster"
    if found["kind"] == "ServiceAccount" and found.get("automountServiceAccountToken") is not False:
        yield "automountServiceAccountToken is not false"


def restricted(spec):
    security = spec.get("securityContext", {})
    if spec.get("automountServiceAccountToken") is not False:
        yield "automountServiceAccountToken is not false"
    if security.get("runAsNonRoot") is not True:
        yield "runAsNonRoot is not true"
    if security.get("runAsUser") == 0:
        yield "runs as root"
    if security.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        yield "seccompProfile is not RuntimeDefault"
    for shared in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(shared):
            yield f"{shared} is set"
    for volume in spec.get("volumes", []):
        for kind in set(volume) - {"name"} - VOLUMES:
            yield f"volume {volume['name']} is a {kind}"
        if "emptyDir" in volume and not (volume["emptyDir"] or {}).get("sizeLimit"):
            yield f"volume {volume['name']} has no sizeLimit"


def of_container(container):
    at, security = f"container {container['name']}", container.get("securityContext", {})
    image, _, digest = container["image"].partition("@")
    tag = image.rsplit("/", 1)[-1].partition(":")[2]
    if not digest and not tag:
        yield f"{at}: the image has neither tag nor digest"
    if tag == "latest":
        yield f"{at}: the image's tag is latest"
    for kind in ("requests", "limits"):
        for resource in ("cpu", "memory"):
            if not container.get("resources", {}).get(kind, {}).get(resource):
                yield f"{at}: no {resource} in {kind}"
    if security.get("allowPrivilegeEscalation") is not False:
        yield f"{at}: allowPrivilegeEscalation is not false"
    if security.get("readOnlyRootFilesystem") is not True:
        yield f"{at}: readOnlyRootFilesystem is not true"
    if security.get("privileged"):
        yield f"{at}: is privileged"
    if security.get("runAsUser") == 0:
        yield f"{at}: runs as root"
    if security.get("capabilities", {}) != {"drop": ["ALL"]}:
        yield f"{at}: does not drop all capabilities"
    if any("hostPort" in port for port in container.get("ports", [])):
        yield f"{at}: has a hostPort"
    for variable in container.get("env", []):
        value = variable.get("value", "")
        if SECRET_TEXT.search(value) or secret_in(f"{variable['name']}={value}"):
            yield f"{at}: {variable['name']} has a secret as text"
    for word in [*container.get("command", []), *container.get("args", [])]:
        if SECRET_TEXT.search(word) or secret_in(word):
            yield f"{at}: a secret among the arguments"


def secret_in(line):
    """Whether a line gives a secret itself, rather than the file, Secret or variable that it lies in."""
    match = SECRET_NAME.search(line)
    return bool(match) and not re.match(r"/|\$\(|<set by|false$|true$", match.group(2))


def no_secrets(found):
    if found["kind"] == "Secret":
        yield "secrets come from outside, not from here"
    if found["kind"] == "ConfigMap":
        for key, text in {**found.get("data", {}), **found.get("binaryData", {})}.items():
            for line in text.splitlines():
                if SECRET_TEXT.search(line) or not key.endswith(".json") and secret_in(line):
                    yield f"{key} has a secret: {line.split('=')[0].strip()[:60]}"


def mounts(spec):
    volumes = {volume["name"] for volume in spec.get("volumes", [])}
    used = {mount["name"] for container in containers(spec) for mount in container.get("volumeMounts", [])}
    for name in sorted(used - volumes):
        yield f"mounts {name}, which is no volume"
    for name in sorted(volumes - used):
        yield f"volume {name} is mounted nowhere"
    for container in containers(spec):
        writable = [m["mountPath"] for m in container.get("volumeMounts", []) if not m.get("readOnly")]
        if writable != ["/tmp"]:
            yield f"container {container['name']}: can write to {writable}, not to /tmp alone"


def probes_and_drain(spec):
    for container in spec["containers"]:
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            if container.get(probe, {}).get("httpGet", {}).get("port") != "management":
                yield f"container {container['name']}: no {probe} on the management port"
        delay = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
        if not delay:
            yield f"container {container['name']}: no delay before it ends"
        if spec.get("terminationGracePeriodSeconds", 30) <= delay + 10:
            yield "terminationGracePeriodSeconds leaves no time after the delay"


def references(all_objects):
    """Whether objects find each other by name and label."""
    by_name = {(found["kind"], found["metadata"]["name"]): found for found in all_objects}
    if len(by_name) != len(all_objects):
        yield "two objects of one kind have the same name"
    templates = {}
    for found in all_objects:
        if pod_of(found):
            templates[found["kind"], found["metadata"]["name"]] = pod_of(found)[0].get("labels", {})
    for found in all_objects:
        name, spec = f"{found['kind']}/{found['metadata']['name']}", found.get("spec", {})
        selector = {
            "Service": spec.get("selector"),
            "PodDisruptionBudget": spec.get("selector", {}).get("matchLabels"),
            "NetworkPolicy": spec.get("podSelector", {}).get("matchLabels"),
        }.get(found["kind"])
        if selector:
            hit = [key for key, labels in templates.items() if selector.items() <= labels.items()]
            if len(hit) != 1:
                yield f"{name}: selects {hit or 'nothing'}, not pods of one kind"
        for wanted in targets(found):
            if wanted not in by_name:
                yield f"{name}: names {'/'.join(wanted)}, which is not there"
        if found["kind"] == "Deployment" and not spec["selector"]["matchLabels"].items() <= spec["template"]["metadata"]["labels"].items():
            yield f"{name}: does not select its own pods"


def targets(found):
    """What must be there besides: ConfigMaps of this chart, Services behind routes, what is scaled."""
    text, spec = json.dumps(found), found.get("spec", {})
    for name in re.findall(r'"configMapKeyRef": {"[^}]*?"name": "([^"]+)"', text):
        yield "ConfigMap", name
    for name in re.findall(r'"configMap": {"name": "([^"]+-(?:config|database))"', text):
        yield "ConfigMap", name
    if found["kind"] == "HorizontalPodAutoscaler":
        yield spec["scaleTargetRef"]["kind"], spec["scaleTargetRef"]["name"]
    if found["kind"] == "Ingress":
        yield from (("Service", path["backend"]["service"]["name"]) for rule in spec["rules"] for path in rule["http"]["paths"])
    if found["kind"] == "HTTPRoute":
        yield from (("Service", backend["name"]) for rule in spec["rules"] for backend in rule.get("backendRefs", []))


def ways_out(all_objects):
    """Whether the NetworkPolicies let pods reach what their settings name."""
    open_ports = {}
    for found in all_objects:
        if found["kind"] == "NetworkPolicy":
            component = found["spec"]["podSelector"]["matchLabels"]["app.kubernetes.io/component"]
            open_ports[component] = {port["port"] for rule in found["spec"].get("egress", []) for port in rule.get("ports", [])}
    for found in all_objects:
        data = found.get("data", {}) if found["kind"] == "ConfigMap" else {}
        wanted = [("registry", data.get("url", "")), ("migration", data.get("migration-url", ""))]
        lines = data.get("application.properties", "").splitlines()
        wanted += [("registry", line.split("=", 1)[1]) for line in lines if ADDRESS.match(line)]
        for component, url in wanted:
            match = re.match(r"(?:jdbc:)?(\w+)://(?:\[[^\]]*\]|[^/:]+)(?::(\d+))?", url)
            if match and component in open_ports:
                port = int(match[2] or {"https": 443, "http": 80}[match[1]])
                if port not in open_ports[component]:
                    yield f"NetworkPolicy: no way out of {component} to port {port}, where {url.split('?')[0]} is"
