# Builds the WAR from this checkout and runs it on Payara Micro.
#   docker build -t omega .
#   docker run -p 9188:9188 -p 9189:9189/udp -v omega-data:/var/lib/omega omega
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /omega
COPY pom.xml ./
COPY src src
RUN mvn --batch-mode --no-transfer-progress package -DskipTests

FROM eclipse-temurin:25-jre
RUN apt-get update \
 && apt-get install --yes --no-install-recommends curl \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --home-dir /var/lib/omega omega
WORKDIR /opt/omega
COPY --from=build /omega/target/payara-micro.jar /omega/target/omega.war /omega/target/omega-cli.jar ./
COPY domain.xml src/main/payara/after-deploy.txt src/main/payara/logging.properties src/main/payara/hazelcast.xml ./
USER omega
ENV OMEGA_DATA_DIR=/var/lib/omega
VOLUME /var/lib/omega
EXPOSE 9188/tcp 9189/udp
# The certificate names the public host, not loopback: the check asks for health, not for identity.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["curl", "--fail", "--silent", "--insecure", "https://localhost:9188/health/ready"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-jar", "payara-micro.jar", "--nohazelcast", "--domainconfig", "domain.xml", "--logproperties", "logging.properties", "--contextroot", "/", "--deploy", "omega.war", "--postdeploycommandfile", "after-deploy.txt"]
