package net.tensamin.omega.cli.operator;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** What an answer of the API says, in words. */
final class Words {
    private Words() {}

    /** @param thing in the singular */
    static String counted(int amount, String thing) {
        return amount + " " + thing + (amount == 1 ? "" : "s");
    }

    /** A member with a word before it; empty where it is not there. */
    static String said(String before, JsonObject json, String member) {
        JsonValue value = json.get(member);
        if (value instanceof JsonString text) {
            return before + text.getString();
        }
        return value instanceof JsonNumber number ? before + number : "";
    }
}
