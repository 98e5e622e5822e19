package net.tensamin.omega.enrolment;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;

/** A code as the HTTPS API answers it, once. */
@JsonbPropertyOrder({"status", "user", "code", "expires"})
public record IssuedCode(
        String status, @JsonbProperty("user_id") long user, String code, Instant expires) {}
