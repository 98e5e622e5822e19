package net.tensamin.omega.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.ws.rs.ext.ParamConverter;
import java.lang.annotation.Annotation;
import net.tensamin.omega.account.UserId;
import org.junit.jupiter.api.Test;

class IdParameterTest {
    private final ParamConverter<UserId> converter =
            new IdParameter().getConverter(UserId.class, UserId.class, new Annotation[0]);

    @Test
    void anIdIsDecimalDigits() {
        assertEquals(new UserId(42), converter.fromString("42"));
    }

    /** Else it would be refused as if the path were another one. */
    @Test
    void anIdThatIsNotThereIsNone() {
        assertNull(converter.fromString(null));
    }
}
