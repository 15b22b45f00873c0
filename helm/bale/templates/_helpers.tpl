{{- define "bale.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- /* Short enough for "-migrate-<tag>-<hash>" behind it. */ -}}
{{- define "bale.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "bale.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "bale.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "bale.selector" -}}
app.kubernetes.io/name: {{ include "bale.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: registry
{{- end -}}

{{- /* Of everything that is not a replica; a label may not begin or end with a dash. */ -}}
{{- define "bale.labels" -}}
app.kubernetes.io/name: {{ include "bale.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ include "bale.tag" . | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "bale.tag" -}}
{{- default .Chart.AppVersion .Values.image.tag -}}
{{- end -}}

{{- define "bale.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (include "bale.tag" .) -}}
{{- end -}}
{{- end -}}

{{- define "bale.serviceAccount" -}}
{{- if .Values.serviceAccount.name -}}
{{- .Values.serviceAccount.name -}}
{{- else if .Values.serviceAccount.create -}}
{{- include "bale.fullname" . -}}
{{- else -}}
default
{{- end -}}
{{- end -}}

{{- define "bale.host" -}}
{{- (urlParse .Values.publicUrl).hostname -}}
{{- end -}}

{{- /* The restricted profile, which no value weakens. */ -}}
{{- define "bale.podSecurity" -}}
runAsNonRoot: true
{{- with .Values.pod.runAsUser }}
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
{{- end }}
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "bale.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- /* What pods of every kind have in common. */ -}}
{{- define "bale.podSpec" -}}
serviceAccountName: {{ include "bale.serviceAccount" . }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  {{- include "bale.podSecurity" . | nindent 2 }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.pod.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.pod.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.pod.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "bale.jvmOptions" -}}
{{- $options := .Values.jvmOptions -}}
{{- if or .Values.trustStore.secret .Values.trustStore.configMap -}}
{{- $options = append $options (printf "-Djavax.net.ssl.trustStore=/etc/bale-trust/%s" .Values.trustStore.key) -}}
{{- $options = append $options (printf "-Djavax.net.ssl.trustStoreType=%s" .Values.trustStore.type) -}}
{{- if .Values.trustStore.passwordSecret.name -}}
{{- $options = append $options "-Djavax.net.ssl.trustStorePassword=$(BALE_TRUST_STORE_PASSWORD)" -}}
{{- end -}}
{{- end -}}
{{- join " " $options -}}
{{- end -}}

{{- /* How the database is reached; the dict has "root", "url" (a key of the ConfigMap) and "secret" (name, usernameKey, passwordKey). */ -}}
{{- define "bale.databaseEnv" -}}
- name: QUARKUS_DATASOURCE_JDBC_URL
  valueFrom:
    configMapKeyRef:
      name: {{ include "bale.fullname" .root }}-database
      key: {{ .url }}
- name: QUARKUS_DATASOURCE_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ .secret.name }}
      key: {{ .secret.usernameKey }}
- name: QUARKUS_DATASOURCE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .secret.name }}
      key: {{ .secret.passwordKey }}
{{- end -}}

{{- define "bale.jvmEnv" -}}
{{- with .Values.trustStore.passwordSecret.name }}
- name: BALE_TRUST_STORE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: {{ $.Values.trustStore.passwordSecret.key }}
{{- end }}
- name: JAVA_TOOL_OPTIONS
  value: {{ include "bale.jvmOptions" . | quote }}
{{- end -}}

{{- define "bale.databaseMount" -}}
{{- if or .Values.database.tls.secret .Values.database.tls.configMap }}
- name: database-ca
  mountPath: /etc/bale-database
  readOnly: true
{{- end }}
{{- end -}}

{{- define "bale.trustMount" -}}
{{- if or .Values.trustStore.secret .Values.trustStore.configMap }}
- name: trust
  mountPath: /etc/bale-trust
  readOnly: true
{{- end }}
{{- end -}}

{{- /* One file of a Secret below /run/bale. */ -}}
{{- define "bale.file" -}}
- secret:
    name: {{ .secret }}
    items:
      - key: {{ .key }}
        path: {{ .path }}
{{- end -}}

{{- /* Secrets of the service as files. */ -}}
{{- define "bale.secretFiles" -}}
{{- include "bale.file" (dict "secret" .Values.keys.secret.name "key" .Values.keys.secret.key "path" "keys/secret") }}
{{- if .Values.keys.seal.enabled }}
{{ include "bale.file" (dict "secret" .Values.keys.seal.name "key" .Values.keys.seal.key "path" "keys/seal.pem") }}
{{- end }}
{{- if .Values.keys.token.name }}
{{ include "bale.file" (dict "secret" .Values.keys.token.name "key" .Values.keys.token.key "path" "keys/token.pem") }}
{{- range $i, $key := .Values.keys.token.previous }}
{{ include "bale.file" (dict "secret" $.Values.keys.token.name "key" $key "path" (printf "keys/token-previous-%d.pem" $i)) }}
{{- end }}
{{- end }}
{{- if and .Values.localAccounts.enabled .Values.localAccounts.secret }}
{{ include "bale.file" (dict "secret" .Values.localAccounts.secret "key" .Values.localAccounts.key "path" "keys/first-admin") }}
{{- end }}
{{- if and .Values.sealHeads.bucket .Values.sealHeads.credentials.secret }}
{{ include "bale.file" (dict "secret" .Values.sealHeads.credentials.secret "key" .Values.sealHeads.credentials.key "path" "seal-heads/credentials") }}
{{- end }}
{{- range $name, $store := .Values.stores }}
{{- if ($store.credentials).secret }}
{{ include "bale.file" (dict "secret" $store.credentials.secret "key" ($store.credentials.key | default "credentials") "path" (printf "stores/%s/credentials" $name)) }}
{{- end }}
{{- end }}
{{- range $name, $provider := .Values.oidc }}
{{- if ($provider.secret).name }}
{{ include "bale.file" (dict "secret" $provider.secret.name "key" ($provider.secret.key | default "client-secret") "path" (printf "oidc/%s" $name)) }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "bale.tmpVolume" -}}
- name: tmp
  emptyDir:
    sizeLimit: {{ .Values.tmpSize }}
{{- end -}}

{{- define "bale.databaseVolume" -}}
{{- if .Values.database.tls.secret }}
- name: database-ca
  secret:
    secretName: {{ .Values.database.tls.secret }}
{{- else if .Values.database.tls.configMap }}
- name: database-ca
  configMap:
    name: {{ .Values.database.tls.configMap }}
{{- end }}
{{- end -}}

{{- define "bale.trustVolume" -}}
{{- if .Values.trustStore.secret }}
- name: trust
  secret:
    secretName: {{ .Values.trustStore.secret }}
{{- else if .Values.trustStore.configMap }}
- name: trust
  configMap:
    name: {{ .Values.trustStore.configMap }}
{{- end }}
{{- end -}}

{{- /* The dict has "root", "host", "port" and "pooler". Names of parameters and their values are checked by the schema. */ -}}
{{- define "bale.jdbcUrl" -}}
{{- $parameters := dict "sslmode" .root.Values.database.tls.mode -}}
{{- if or .root.Values.database.tls.secret .root.Values.database.tls.configMap -}}
{{- $_ := set $parameters "sslrootcert" (printf "/etc/bale-database/%s" .root.Values.database.tls.key) -}}
{{- end -}}
{{- if eq .pooler "transaction" -}}
{{- $_ := set $parameters "prepareThreshold" "0" -}}
{{- end -}}
{{- range $name, $value := .root.Values.database.parameters -}}
{{- if regexMatch "(?i)^(user|.*password)$" $name -}}
{{- fail (printf "database.parameters: %s belongs into the Secret that database.secret names" $name) -}}
{{- end -}}
{{- if hasKey $parameters $name -}}
{{- fail (printf "database.parameters: %s is set by database.tls and database.pooler" $name) -}}
{{- end -}}
{{- $_ := set $parameters $name (toString $value) -}}
{{- end -}}
{{- $pairs := list -}}
{{- range $name := keys $parameters | sortAlpha -}}
{{- $pairs = append $pairs (printf "%s=%s" $name (get $parameters $name | urlquery)) -}}
{{- end -}}
{{- $host := ternary (printf "[%s]" .host) .host (contains ":" .host) -}}
{{- printf "jdbc:postgresql://%s:%d/%s?%s" $host (int .port) .root.Values.database.name (join "&" $pairs) -}}
{{- end -}}

{{- /* What the schema cannot say: each message begins with the value's name. */ -}}
{{- define "bale.check" -}}
{{- $tls := .Values.database.tls -}}
{{- if and (hasPrefix "verify" $tls.mode) (not $tls.secret) (not $tls.configMap) (not (hasKey .Values.database.parameters "sslfactory")) -}}
{{- fail "database.tls.secret: name the Secret (or in database.tls.configMap the ConfigMap) with the database's certificate authorities, or set database.tls.mode" -}}
{{- end -}}
{{- if and $tls.secret $tls.configMap -}}{{- fail "database.tls.configMap: database.tls.secret is set, too" -}}{{- end -}}
{{- if and .Values.trustStore.secret .Values.trustStore.configMap -}}{{- fail "trustStore.configMap: trustStore.secret is set, too" -}}{{- end -}}
{{- if and .Values.localAccounts.secret (not .Values.localAccounts.enabled) -}}{{- fail "localAccounts.secret: localAccounts.enabled is not set" -}}{{- end -}}
{{- if and (eq .Values.migration.mode "start") .Values.migration.secret.name -}}{{- fail "migration.secret.name: with migration.mode `start` the replicas migrate, as database.secret" -}}{{- end -}}
{{- if and .Values.keys.token.previous (not .Values.keys.token.name) -}}{{- fail "keys.token.previous: keys.token.name is not set" -}}{{- end -}}
{{- end -}}
