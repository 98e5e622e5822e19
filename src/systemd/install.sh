#!/bin/sh
# Installs Omega from the unpacked tarball this file lies in: to /opt/omega, with the user omega, data in /var/lib/omega and
# keys in /etc/omega/omega.env. Run as root, also to upgrade; with DESTDIR it only lays the files out there.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=${DESTDIR:-}
install -d "$root/opt/omega" "$root/etc/systemd/system" "$root/usr/lib/sysusers.d"
install -d -m 0750 "$root/etc/omega"
rm -rf "$root/opt/omega/server" "$root/opt/omega/omega.aot"
for file in omega aot-cache.sh; do install -m 0755 "$here/$file" "$root/opt/omega/$file"; done
for file in omega.war omega-cli.jar payara-micro.jar jvm.options domain.xml logging.properties logging-json.properties after-deploy.txt hazelcast.xml; do
  install -m 0644 "$here/$file" "$root/opt/omega/$file"
done
install -m 0644 "$here/omega.service" "$root/etc/systemd/system/omega.service"
install -m 0644 "$here/omega.sysusers" "$root/usr/lib/sysusers.d/omega.conf"
if [ ! -e "$root/etc/omega/omega.env" ]; then
  printf '# one a line, such as OMEGA_DB_URL=jdbc:postgresql://db/omega; see src/site/configuration.md\n' > "$root/etc/omega/omega.env"
  chmod 0640 "$root/etc/omega/omega.env"
fi
if [ -z "$root" ]; then
  systemd-sysusers omega.conf
  "$root/opt/omega/aot-cache.sh" -Domega.https.address=127.0.0.1 -Domega.quic.address=127.0.0.1 || echo "It starts without an AOT cache"
  systemctl daemon-reload
  echo "Now put keys into /etc/omega/omega.env and /var/lib/omega/pki, then: systemctl enable --now omega"
fi
