package dev.longspark.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A token that is found in texts before the tokenizer's model sees them.
 *
 * @param content its text
 * @param singleWord whether it must stand alone
 * @param lstrip whether it takes the white space before it along
 * @param rstrip whether it takes the white space behind it along
 * @param normalized whether it is looked for in the normalized text
 * @param special whether decoding may leave it out
 */
record AddedToken(
    String content,
    boolean singleWord,
    boolean lstrip,
    boolean rstrip,
    boolean normalized,
    boolean special) {

  /** A token of which only the text is known. */
  static AddedToken special(String content) {
    return new AddedToken(content, false, false, false, false, true);
  }

  /** A token that is no special one, of which only the text is known. */
  static AddedToken ordinary(String content) {
    return new AddedToken(content, false, false, false, true, false);
  }

  /** A token as files write it: its text alone, or an object; what an object omits is false. */
  static AddedToken of(JsonNode written, boolean otherwiseSpecial) {
    if (written.isTextual()) {
      return special(written.textValue());
    }
    boolean special = written.path("special").asBoolean(otherwiseSpecial);
    return new AddedToken(
        written.path("content").asText(),
        written.path("single_word").asBoolean(),
        written.path("lstrip").asBoolean(),
        written.path("rstrip").asBoolean(),
        written.path("normalized").asBoolean(!special),
        special);
  }

  /** Whether a file says a token here: a text, or an object with one. */
  static boolean isOne(JsonNode written) {
    return written.isTextual() || written.path("content").isTextual();
  }

  AddedToken asSpecial() {
    return new AddedToken(content, singleWord, lstrip, rstrip, normalized, true);
  }

  /** As {@code tokenizer.json} writes it. */
  ObjectNode json(long id) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("content", content)
        .put("single_word", singleWord)
        .put("lstrip", lstrip)
        .put("rstrip", rstrip)
        .put("normalized", normalized)
        .put("special", special);
  }
}
