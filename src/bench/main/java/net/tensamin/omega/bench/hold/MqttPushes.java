package net.tensamin.omega.bench.hold;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Pushes by messages of one MQTT client to the topics of the others. */
final class MqttPushes implements PushSource {
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    private final MqttFleet fleet;
    private final Channel connection;

    private MqttPushes(MqttFleet fleet, Channel connection) {
        this.fleet = fleet;
        this.connection = connection;
    }

    static MqttPushes connect(InetSocketAddress broker, Identities identities, int publisher) throws IOException {
        MqttFleet fleet = new MqttFleet(broker, identities, new Arrivals(0), HEARTBEAT);
        return new MqttPushes(fleet, fleet.open(publisher).join().connection());
    }

    @Override
    public void push(int client) {
        connection.write(MqttMessageBuilders.publish()
                .topicName(MqttFleet.topic(client))
                .qos(MqttQoS.AT_MOST_ONCE)
                .payload(Unpooled.wrappedBuffer(TauriText.PUSH))
                .build());
    }

    @Override
    public void flush() {
        connection.flush();
    }

    @Override
    public void close() {
        fleet.close();
    }
}
