# Builds the WAR from this checkout and runs it on Payara Micro.
#   docker build -t omega .
#   docker run -p 9188:9188 -p 9189:9189/udp -v omega-data:/var/lib/omega omega
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /omega
COPY pom.xml ./
COPY src src
RUN mvn --batch-mode --no-transfer-progress package -DskipTests

FROM eclipse-temurin:25-jre
# Whoever runs it: the user of this image, or any other with group 0, as Docker and OpenShift have it.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends curl \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --gid 0 --no-create-home --home-dir /var/lib/omega omega \
 && mkdir /var/lib/omega \
 && chown 10001:0 /var/lib/omega \
 && chmod 770 /var/lib/omega
WORKDIR /opt/omega
COPY --from=build /omega/target/payara-micro.jar /omega/target/omega.war /omega/target/omega-cli.jar ./
COPY domain.xml ./
COPY src/main/payara/omega src/main/payara/aot-cache.sh src/main/payara/jvm.options src/main/payara/after-deploy.txt \
  src/main/payara/logging.properties src/main/payara/logging-json.properties src/main/payara/hazelcast.xml ./
# Here and not in the first stage: a cache is good for this Java, this folder and these options only.
RUN ./aot-cache.sh
USER 10001
ENV OMEGA_DATA_DIR=/var/lib/omega
VOLUME /var/lib/omega
EXPOSE 9188/tcp 9189/udp
# The certificate names the public host, not loopback: the check asks for health, not for identity.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD curl --fail --silent --insecure "https://localhost:${OMEGA_HTTPS_PORT:-9188}/ready/quic"
ENTRYPOINT ["/opt/omega/omega"]
