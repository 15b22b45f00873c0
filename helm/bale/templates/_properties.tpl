{{- /* The service's settings as a dict in JSON; every name stands in docs/operations.md, docs/single-sign-on.md or Quarkus' own guide. */ -}}
{{- define "bale.settings" -}}
{{- $p := dict -}}
{{- $_ := set $p "quarkus.http.host" "0.0.0.0" -}}
{{- $_ := set $p "quarkus.http.port" "8480" -}}
{{- $_ := set $p "quarkus.management.host" "0.0.0.0" -}}
{{- $_ := set $p "quarkus.management.port" "9480" -}}
{{- $_ := set $p "quarkus.shutdown.timeout" (printf "%ds" (int .Values.drain.timeoutSeconds)) -}}
{{- $_ := set $p "quarkus.datasource.jdbc.max-size" (toString .Values.database.poolSize) -}}
{{- $_ := set $p "quarkus.flyway.migrate-at-start" (eq .Values.migration.mode "start") -}}
{{- $_ := set $p "bale.public-url" .Values.publicUrl -}}
{{- with .Values.trustedProxies -}}
{{- $_ := set $p "bale.trusted-proxies" (join "," .) -}}
{{- end -}}
{{- $_ := set $p "bale.accounts.secret-file" "/run/bale/keys/secret" -}}
{{- if .Values.keys.seal.enabled -}}
{{- $_ := set $p "bale.seals.key-file" "/run/bale/keys/seal.pem" -}}
{{- end -}}
{{- if .Values.keys.token.name -}}
{{- $_ := set $p "bale.accounts.token-key-file" "/run/bale/keys/token.pem" -}}
{{- range $i, $key := .Values.keys.token.previous -}}
{{- $_ := set $p (printf "bale.accounts.previous-token-key-files[%d]" $i) (printf "/run/bale/keys/token-previous-%d.pem" $i) -}}
{{- end -}}
{{- end -}}
{{- $_ := set $p "bale.accounts.local" .Values.localAccounts.enabled -}}
{{- if and .Values.localAccounts.enabled .Values.localAccounts.secret -}}
{{- $_ := set $p "bale.accounts.first-admin" .Values.localAccounts.firstAdmin -}}
{{- $_ := set $p "bale.accounts.first-admin-secret-file" "/run/bale/keys/first-admin" -}}
{{- end -}}
{{- if .Values.sealHeads.bucket -}}
{{- $_ := set $p "bale.seals.heads.bucket" .Values.sealHeads.bucket -}}
{{- $_ := set $p "bale.seals.heads.endpoint" .Values.sealHeads.endpoint -}}
{{- $_ := set $p "bale.seals.heads.region" .Values.sealHeads.region -}}
{{- $_ := set $p "bale.seals.heads.path-style" .Values.sealHeads.pathStyle -}}
{{- with .Values.sealHeads.prefix -}}
{{- $_ := set $p "bale.seals.heads.prefix" . -}}
{{- end -}}
{{- if .Values.sealHeads.credentials.secret -}}
{{- $_ := set $p "bale.seals.heads.credentials-file" "/run/bale/seal-heads/credentials" -}}
{{- end -}}
{{- end -}}
{{- range $name, $store := .Values.stores -}}
{{- $prefix := printf "bale.stores.%s." $name -}}
{{- $_ := set $p (print $prefix "endpoint") $store.endpoint -}}
{{- $_ := set $p (print $prefix "bucket") $store.bucket -}}
{{- with $store.publicEndpoint -}}{{- $_ := set $p (print $prefix "public-endpoint") . -}}{{- end -}}
{{- with $store.region -}}{{- $_ := set $p (print $prefix "region") . -}}{{- end -}}
{{- with $store.prefix -}}{{- $_ := set $p (print $prefix "prefix") . -}}{{- end -}}
{{- if hasKey $store "pathStyle" -}}{{- $_ := set $p (print $prefix "path-style") $store.pathStyle -}}{{- end -}}
{{- if $store.external -}}
{{- if eq $name "default" -}}{{- fail "stores.default.external: the store `default` takes the data of new namespaces" -}}{{- end -}}
{{- if $store.prefix -}}{{- fail (printf "stores.%s.prefix: an external store takes none" $name) -}}{{- end -}}
{{- if not ($store.credentials).secret -}}{{- fail (printf "stores.%s.credentials.secret: an external store needs credentials of its own" $name) -}}{{- end -}}
{{- $_ := set $p (print $prefix "external") true -}}
{{- end -}}
{{- if ($store.credentials).secret -}}
{{- $_ := set $p (print $prefix "credentials-file") (printf "/run/bale/stores/%s/credentials" $name) -}}
{{- with $store.credentials.profile -}}{{- $_ := set $p (print $prefix "profile") . -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- range $name, $provider := .Values.oidc -}}
{{- $prefix := printf "bale.oidc.%s." $name -}}
{{- $_ := set $p (print $prefix "issuer") $provider.issuer -}}
{{- $_ := set $p (print $prefix "client-id") $provider.clientId -}}
{{- if ($provider.secret).name -}}{{- $_ := set $p (print $prefix "client-secret-file") (printf "/run/bale/oidc/%s" $name) -}}{{- end -}}
{{- with $provider.label -}}{{- $_ := set $p (print $prefix "label") . -}}{{- end -}}
{{- with $provider.userNameClaim -}}{{- $_ := set $p (print $prefix "user-name-claim") . -}}{{- end -}}
{{- with $provider.emailClaim -}}{{- $_ := set $p (print $prefix "email-claim") . -}}{{- end -}}
{{- with $provider.groupsClaim -}}{{- $_ := set $p (print $prefix "groups-claim") . -}}{{- end -}}
{{- with $provider.clockSkew -}}{{- $_ := set $p (print $prefix "clock-skew") . -}}{{- end -}}
{{- with $provider.longestSilence -}}{{- $_ := set $p (print $prefix "longest-silence") . -}}{{- end -}}
{{- with $provider.uncheckedSessionTtl -}}{{- $_ := set $p (print $prefix "unchecked-session-ttl") . -}}{{- end -}}
{{- range $i, $scope := $provider.scopes -}}{{- $_ := set $p (printf "%sscopes[%d]" $prefix $i) $scope -}}{{- end -}}
{{- range $i, $group := $provider.entryGroups -}}{{- $_ := set $p (printf "%sentry-groups[%d]" $prefix $i) $group -}}{{- end -}}
{{- range $i, $group := $provider.adminGroups -}}{{- $_ := set $p (printf "%sadmin-groups[%d]" $prefix $i) $group -}}{{- end -}}
{{- range $i, $group := $provider.auditorGroups -}}{{- $_ := set $p (printf "%sauditor-groups[%d]" $prefix $i) $group -}}{{- end -}}
{{- range $key, $value := $provider.parameters -}}{{- $_ := set $p (printf "%sparameters.%s" $prefix $key) $value -}}{{- end -}}
{{- end -}}
{{- range $name, $value := .Values.settings -}}
{{- if or (or (hasKey $p $name) (hasPrefix "quarkus.datasource.jdbc.url" $name)) (regexMatch "^bale\\.(stores|oidc|accounts\\.(local|secret-file|create-secret-file|token-key-file|previous-token-key-files|first-admin|first-admin-secret-file)$|seals\\.(key-file|create-key-file|heads\\.(bucket|endpoint|region|prefix|path-style|credentials-file))$)" $name) -}}
{{- fail (printf "settings: %s has a value of its own in this chart" $name) -}}
{{- end -}}
{{- if regexMatch "(?i)(password|secret|token|credentials)$" $name -}}
{{- fail (printf "settings: %s is a secret, and settings lie in a ConfigMap" $name) -}}
{{- end -}}
{{- $_ := set $p $name (ternary (printf "%.0f" $value) (toString $value) (kindIs "float64" $value)) -}}
{{- end -}}
{{- if not (or .Values.oidc .Values.localAccounts.enabled) -}}
{{- fail "oidc: nobody could sign in; name an identity provider, or set localAccounts.enabled" -}}
{{- end -}}
{{- toJson $p -}}
{{- end -}}

{{- /* A line a setting, in the form of Java: a backslash is written twice. */ -}}
{{- define "bale.properties" -}}
{{- $p := include "bale.settings" . | fromJson -}}
{{- range $name := keys $p | sortAlpha }}
{{ $name }}={{ get $p $name | toString | replace "\\" "\\\\" }}
{{- end }}
{{- end -}}
