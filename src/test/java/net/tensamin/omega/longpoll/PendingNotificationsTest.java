package net.tensamin.omega.longpoll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.bind.JsonbBuilder;
import java.util.List;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.PendingBadges;
import org.junit.jupiter.api.Test;

class PendingNotificationsTest {
    private static final PendingBadges PENDING =
            new PendingBadges(12, List.of(new Badge(new UserId(7), 3, 9), new Badge(new UserId(8), 1, 4)));

    @Test
    void membersAreThoseOfTheContractInItsOrder() {
        assertEquals("""
                {"status":"success","revision":12,"notifications":[{"sender_id":7,"amount":3,"revision":9},\
                {"sender_id":8,"amount":1,"revision":4}]}""", json(Page.of(null, null)));
    }

    @Test
    void aPageSaysWhereTheNextBeginsIfThereIsOne() {
        assertEquals("""
                {"status":"success","revision":12,"notifications":[{"sender_id":7,"amount":3,"revision":9}],"next":9}""", json(Page.of(null, "1")));
        assertEquals(json(Page.of(null, null)), json(Page.of(null, "2")));
    }

    private static String json(Page page) {
        return JsonbBuilder.create().toJson(PendingNotifications.of(PENDING, page));
    }
}
