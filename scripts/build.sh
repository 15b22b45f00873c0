# Sourced by the root scripts: builds what they run, when it is missing or older than its sources.
. scripts/tools.sh
registry_jar=standalone/target/quarkus-app/quarkus-run.jar
client_jar=cli/target/bale.jar

maven() {
    if ! command -v mvn >/dev/null 2>&1; then
        echo "Bale is built with Maven 3.8 or newer and found none. Install it (Debian: maven, macOS: brew install maven)." >&2
        return 1
    fi
    # Maven's own libraries still use what JDK 25 warns of; four lines of that are no welcome.
    MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow" mvn -B -ntp "$@"
}

is_fresh() {
    [ -f "$1" ] && [ -z "$(find pom.xml */pom.xml */src/main web/src openapi.yaml -newer "$1" -print -quit)" ]
}

build_if_needed() {
    if is_fresh "$registry_jar" && is_fresh "$client_jar"; then
        return 0
    fi
    echo "Building (the first time this fetches the libraries; minutes) …"
    find_jdk 25 || return 1
    need_node || return 1
    maven -q package -DskipTests -pl cli,standalone -am || return 1
    touch "$registry_jar" "$client_jar"
}
