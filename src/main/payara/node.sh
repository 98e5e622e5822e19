#!/usr/bin/env sh
# One of up to three nodes on this machine: src/main/payara/node.sh 1, then 2, then 3. OMEGA_DB_URL names their PostgreSQL;
# build first, with mvn package -DskipTests. Node 1 listens where a lone server does, each other one 10 ports higher.
set -eu
node=$1
cd "$(dirname "$0")/../../.."
exec java @src/main/payara/jvm.options -Xmx512m \
  -Domega.cluster.enabled=true -Domega.cluster.address=127.0.0.1 -Domega.cluster.port=$((6899 + node)) \
  -Domega.cluster.members=127.0.0.1:6900,127.0.0.1:6901,127.0.0.1:6902 \
  -Domega.data-dir="$PWD/data" -Domega.demo=true \
  -Domega.https.port=$((9178 + 10 * node)) -Domega.quic.port=$((9179 + 10 * node)) \
  -jar target/payara-micro.jar --hzconfigfile src/main/payara/hazelcast.xml --domainconfig domain.xml \
  --logproperties src/main/payara/logging.properties --contextroot / --deploy target/omega.war \
  --postdeploycommandfile src/main/payara/after-deploy.txt
