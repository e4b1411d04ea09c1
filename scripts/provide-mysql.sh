# Sourced by ./verify (POSIX sh), in the project's folder. find_mysqld sets `mysqld` to a MySQL server's program, 8.4 or newer: the one of
# STAGELINE_TEST_MYSQLD, else the one on the path, else one unpacked below target/mysql. Returns 1 where there is none.
# provide_mysql unpacks one there. Debian's stable releases have no MySQL server (theirs is MariaDB), unstable has: so its packages come from this
# machine's own Debian mirror and keyring, by an apt configuration with lists of its own. Nothing is installed and no root is needed;
# unstable's C library is newer than this system's, so the programs run by the loader that is unpacked with them.

find_mysqld() {
    for mysqld in "${STAGELINE_TEST_MYSQLD:-}" "$(command -v mysqld || :)" /usr/sbin/mysqld /usr/libexec/mysqld "$PWD/target/mysql/bin/mysqld"; do
        [ -x "$mysqld" ] || continue
        mysqld_version=$("$mysqld" --no-defaults --version 2>/dev/null | sed -n 's/.*Ver \([0-9]*\)\.\([0-9]*\)\.[0-9].*/\1 \2/p')
        case $("$mysqld" --no-defaults --version 2>/dev/null) in *MariaDB*) continue ;; esac
        case $mysqld_version in 8\ [4-9] | 9\ * | [1-9][0-9]\ *) return 0 ;; esac
    done
    return 1
}

provide_mysql() {
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ -r "$keyring" ] && [ "$(dpkg --print-architecture)" = amd64 ] || return 1
    codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    apt_home=$PWD/target/mysql-apt
    rm -rf "$apt_home" target/mysql
    mkdir -p "$apt_home/lists/partial" "$apt_home/system/partial" "$apt_home/archives/partial" "$apt_home/parts"
    mirror=$(debian_mirror)
    if [ -z "$mirror" ]; then # a system that never fetched its package lists does not tell it
        set -- -o "Dir::State::lists=$apt_home/system" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=
        apt-get -qq "$@" update >&2 || return 1
        mirror=$(debian_mirror "$@")
    fi
    [ -n "$mirror" ] || return 1
    echo "provide-mysql: unpacking a MySQL server below target/mysql (a download of about 75 MB)" >&2
    : >"$apt_home/status"
    echo "deb [arch=amd64 signed-by=$keyring] $mirror unstable main" >"$apt_home/sources.list"
    # On top of the system's own settings (proxies, for one), which stay in force.
    cat >"$apt_home/apt.conf" <<END
Dir::Etc::sourcelist "$apt_home/sources.list";
Dir::Etc::sourceparts "$apt_home/parts";
Dir::Etc::preferences "$apt_home/none";
Dir::Etc::preferencesparts "$apt_home/parts";
Dir::State::lists "$apt_home/lists";
Dir::State::status "$apt_home/status";
Dir::State::extended_states "$apt_home/extended_states";
Dir::Cache::archives "$apt_home/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Log "$apt_home";
APT::Sandbox::User "";
APT::Update::Post-Invoke "";
Acquire::Languages "none";
END
    (
        export APT_CONFIG="$apt_home/apt.conf"
        apt-get update -qq >&2 &&
            DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends --download-only -o Debug::NoLocking=1 mysql-server-core >&2
    ) && unpack_mysql "$apt_home"/archives/*.deb && mv "$apt_home/mysql" target/mysql && rm -rf "$apt_home"
}

# debian_mirror OPTION...: where this system's own release comes from.
debian_mirror() {
    apt-get "$@" indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' | sed -n "s/^$codename //p" | head -n 1
}

# unpack_mysql DEB...: all but what only the package's maintenance scripts are written in.
unpack_mysql() {
    mkdir -p "$apt_home/mysql/bin"
    for deb in "$@"; do
        case ${deb##*/} in perl* | libperl*) continue ;; esac
        dpkg-deb -x "$deb" "$apt_home/mysql" || return 1
    done
    cat >"$apt_home/mysql/bin/mysqld" <<'END'
#!/bin/sh
# The server of the folder above, with the loader and the libraries it was built for.
home=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd -P)
exec "$home/usr/lib64/ld-linux-x86-64.so.2" --library-path "$home/usr/lib/x86_64-linux-gnu" --argv0 "$home/usr/sbin/mysqld" "$home/usr/sbin/mysqld" "$@" \
    --basedir="$home/usr" --lc-messages-dir="$home/usr/share/mysql" --character-sets-dir="$home/usr/share/mysql/charsets" \
    --plugin-dir="$home/usr/lib/mysql/plugin"
END
    chmod +x "$apt_home/mysql/bin/mysqld"
}
