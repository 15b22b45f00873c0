# Sourced by the root scripts: sets JAVA_HOME to a JDK of at least $1 (25 for the registry and the build),
# taking the running one if it suffices, else the newest among the places where systems keep their JDKs.
find_jdk() {
    wanted=$1
    for home in "${JAVA_HOME:-}" "$(command -v java >/dev/null 2>&1 && java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.home = //p')" \
        /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$home" ] && [ -x "$home/bin/javac" ] || continue
        version=$("$home/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
        if [ "${version:-0}" -ge "$wanted" ]; then
            JAVA_HOME=$home
            PATH=$home/bin:$PATH
            export JAVA_HOME PATH
            return 0
        fi
    done
    echo "Bale needs a JDK $wanted or newer and found none." >&2
    echo "Install one (Debian: temurin-25-jdk, macOS: brew install openjdk) or set JAVA_HOME to it, then run this again." >&2
    return 1
}
