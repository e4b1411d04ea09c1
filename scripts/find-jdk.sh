# Sourced by ./stageline and ./verify (POSIX sh). find_jdk sets and exports JAVA_HOME to a JDK 25 or newer (a runtime without a
# compiler will do for `find_jdk java`): the one of JAVA_HOME, else the `java` on the path, else the oldest in the folders where systems and installers put them.
# Where there is none it says so, and where it looked, and returns 1.

# jdk_version HOME: sets jdk_version to the feature version of the JDK there, 0 if there is none with the program we need.
jdk_version() {
    jdk_version=0
    [ -x "$1/bin/java" ] && [ -x "$1/bin/$jdk_program" ] && [ -r "$1/release" ] || return 0
    while IFS= read -r jdk_line; do
        case $jdk_line in
        JAVA_VERSION=*)
            jdk_version=${jdk_line#JAVA_VERSION=}
            jdk_version=${jdk_version#\"}
            jdk_version=${jdk_version%%[!0-9]*}
            : "${jdk_version:=0}"
            return 0
            ;;
        esac
    done <"$1/release"
}

find_jdk() {
    jdk_program=${1:-javac}
    jdk_looked=""
    if [ -n "${JAVA_HOME:-}" ]; then
        jdk_version "$JAVA_HOME"
        [ "$jdk_version" -ge 25 ] && export JAVA_HOME && return 0
        jdk_looked="$jdk_looked
  JAVA_HOME: $JAVA_HOME"
    fi
    if jdk_java=$(command -v java); then
        jdk_java=$(readlink -f "$jdk_java" 2>/dev/null || echo "$jdk_java")
        jdk_home=${jdk_java%/bin/java}
        jdk_version "$jdk_home"
        [ "$jdk_version" -ge 25 ] && JAVA_HOME=$jdk_home && export JAVA_HOME && return 0
        jdk_looked="$jdk_looked
  java on the path: $jdk_java"
    fi
    jdk_best=0
    for jdk_folder in /usr/lib/jvm /usr/lib64/jvm /usr/java /usr/local/java /opt /opt/java "$HOME/.sdkman/candidates/java" "$HOME/.jdks" \
        "$HOME/.asdf/installs/java" "$HOME/.local/share/mise/installs/java" /Library/Java/JavaVirtualMachines \
        "$HOME/Library/Java/JavaVirtualMachines" /opt/homebrew/opt /usr/local/opt; do
        jdk_looked="$jdk_looked
  $jdk_folder"
        for jdk_home in "$jdk_folder"/* "$jdk_folder"/*/Contents/Home "$jdk_folder"/openjdk*/libexec/openjdk.jdk/Contents/Home; do
            jdk_version "$jdk_home"
            if [ "$jdk_version" -ge 25 ] && { [ "$jdk_best" = 0 ] || [ "$jdk_version" -lt "$jdk_best" ]; }; then
                jdk_best=$jdk_version
                JAVA_HOME=$jdk_home
            fi
        done
    done
    [ "$jdk_best" != 0 ] && export JAVA_HOME && return 0
    echo "Stageline needs a JDK 25 or newer and found none. Install one or point JAVA_HOME at it. Looked at:$jdk_looked" >&2
    return 1
}
