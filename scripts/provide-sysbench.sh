# Sourced by ./verify (POSIX sh), in the project's folder. find_sysbench sets `sysbench` to a load generator's program: the one of
# STAGELINE_TEST_SYSBENCH, else the one on the path, else one unpacked below target/sysbench. Returns 1 where there is none.
# provide_sysbench unpacks Debian's there, with the libraries that only it needs; nothing is installed.

find_sysbench() {
    for sysbench in "${STAGELINE_TEST_SYSBENCH:-}" "$(command -v sysbench || :)" "$PWD/target/sysbench/bin/sysbench"; do
        if [ -x "$sysbench" ] && "$sysbench" --version >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

provide_sysbench() {
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
    echo "provide-sysbench: unpacking sysbench below target/sysbench" >&2
    apt-cache show sysbench >/dev/null 2>&1 || apt-get update -qq >&2 || return 1
    rm -rf target/sysbench
    mkdir -p target/sysbench/bin
    # Names differ from release to release (libaio1, libaio1t64): those that sysbench itself depends on.
    packages=$(apt-cache depends --important sysbench | sed -n 's/^ *|\{0,1\}Depends: \(lib[a-z0-9.+-]*\)$/\1/p' | grep -v '^libc6$')
    common=$(for package in $packages; do apt-cache depends --important "$package"; done | sed -n 's/^ *Depends: \(libluajit[a-z0-9.-]*-common\)$/\1/p' | sort -u)
    (
        cd target/sysbench
        for package in sysbench $packages $common; do apt-get download -qq -o APT::Sandbox::User=root "$package" >&2 || exit 1; done
        for deb in ./*.deb; do dpkg-deb -x "$deb" . || exit 1; done
        rm -f ./*.deb
    ) || return 1
    cat >target/sysbench/bin/sysbench <<'END'
#!/bin/sh
# The program of the folder above, with the libraries and scripts it came with.
home=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd -P)
libraries=$(find "$home/usr/lib" "$home/lib" -name 'lib*.so.*' -exec dirname {} + 2>/dev/null | sort -u | paste -sd:)
LD_LIBRARY_PATH=$libraries LUA_PATH="$home/usr/share/sysbench/?.lua;;" MARIADB_PLUGIN_DIR=$(dirname "$(find "$home" -name 'caching_sha2_password.so' | head -n 1)")
export LD_LIBRARY_PATH LUA_PATH MARIADB_PLUGIN_DIR
for argument; do
    shift
    case $argument in oltp_*) argument=$home/usr/share/sysbench/$argument.lua ;; esac
    set -- "$@" "$argument"
done
exec "$home/usr/bin/sysbench" "$@"
END
    chmod +x target/sysbench/bin/sysbench
}
