package net.tensamin.omega.operations.audit;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;

/** What an operator did, to whom it concerns. */
@JsonbPropertyOrder({"at", "action", "status"})
public record AuditedDeed(
        String at,
        String action,
        @JsonbProperty("http_status") int status) {}
