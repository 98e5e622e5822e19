#!/bin/sh
# Lets later starts begin where this one ends: unpacks the server beside this file, starts it once on data of its own, which are
# thrown away, and leaves omega.aot, the classes as the virtual machine had them. It is good for the same Java, folder and
# options only, so it is made where it is used. Needs Java 25; with an older one the server is unpacked and that is all.
# Arguments go to that one start, such as -Domega.https.port.
set -eu
umask 022
home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf "$home/server" "$home/omega.aot"
"$java" -Djava.io.tmpdir="$work" -jar "$home/payara-micro.jar" --rootdir "$home/server" --outputlauncher > "$work/log" 2>&1
if ! "$java" -XX:+PrintFlagsFinal -version 2> /dev/null | grep -q AOTCacheOutput; then
  echo "No AOT cache: that needs Java 25" >&2
  exit 0
fi
TMPDIR=$work OMEGA_DATA_DIR=$work/data "$home/omega" -XX:AOTCacheOutput="$home/omega.aot" -Domega.demo=true "$@" \
  > "$work/log" 2>&1 &
server=$!
waited=0
until grep -q 'Omega is up' "$work/log"; do
  if [ "$waited" -ge 600 ] || ! kill -0 "$server" 2> /dev/null; then
    cat "$work/log" >&2
    kill -9 "$server" 2> /dev/null || true
    exit 1
  fi
  sleep 1
  waited=$((waited + 1))
done
kill "$server"
wait "$server" || true
if [ ! -s "$home/omega.aot" ]; then
  cat "$work/log" >&2
  exit 1
fi
chmod 644 "$home/omega.aot"
