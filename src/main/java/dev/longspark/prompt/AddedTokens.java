package dev.longspark.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The added tokens of {@code tokenizer.json} with those that the files beside it add or describe
 * otherwise. A token has its id from the vocabulary, or else the next free one, whatever id a file
 * writes.
 *
 * <p><em>Source:</em> {@code TokenizersBackend} of Hugging Face transformers 5.18, and {@code
 * add_tokens} of tokenizers 0.23.
 */
final class AddedTokens {
  private static final String KEY = "added_tokens";

  private final ObjectNode tokenizer;
  private final TokenizerSettings settings;
  private final JsonNode vocabulary;
  private final Map<String, AddedToken> tokens = new LinkedHashMap<>();
  private final Map<String, Long> ids = new LinkedHashMap<>();
  private final Set<String> disagreements = new LinkedHashSet<>();
  private boolean isChanged;

  private AddedTokens(ObjectNode tokenizer, TokenizerSettings settings) {
    this.tokenizer = tokenizer;
    this.settings = settings;
    this.vocabulary = tokenizer.path("model").path("vocab");
  }

  /**
   * Joins them.
   *
   * @param tokenizer the content of {@code tokenizer.json}
   */
  static AddedTokens of(ObjectNode tokenizer, TokenizerSettings settings) {
    AddedTokens joined = new AddedTokens(tokenizer, settings);
    SortedMap<Long, AddedToken> byId = new TreeMap<>(settings.added());
    for (JsonNode token : tokenizer.path(KEY)) {
      AddedToken read = AddedToken.of(token, false);
      joined.put(read, token.path("id").asLong(), "tokenizer.json");
      if (!settings.hasDecoder()) {
        byId.put(token.path("id").asLong(), read); // one that is added at its id is passed over
      }
    }
    joined.isChanged = false;
    return joined.with(byId);
  }

  /**
   * Joins them where the tokenizer is made anew: the added tokens of {@code tokenizer.json} count
   * only if {@code tokenizer_config.json} does not say which tokens are added.
   *
   * @param tokenizer as it is made, with the file's added tokens
   */
  static AddedTokens anew(ObjectNode tokenizer, TokenizerSettings settings) {
    SortedMap<Long, AddedToken> byId = new TreeMap<>(settings.added());
    if (!settings.hasDecoder()) {
      for (JsonNode token : tokenizer.path(KEY)) {
        byId.put(token.path("id").asLong(), AddedToken.of(token, false));
      }
    }
    return new AddedTokens(tokenizer, settings).with(byId);
  }

  private AddedTokens with(SortedMap<Long, AddedToken> byId) {
    String file = settings.hasDecoder() ? TokenizerSettings.CONFIG : TokenizerSettings.ADDED;
    byId.forEach((id, token) -> put(special(token), id, file));
    putSpecial();
    return this;
  }

  /** Of two that are written alike, the first counts; of a text and an object, the last. */
  private void putSpecial() {
    Set<String> before = Set.copyOf(tokens.keySet());
    Set<String> texts = new HashSet<>();
    Set<String> objects = new HashSet<>();
    for (AddedToken token : settings.special()) {
      boolean isText = token.equals(AddedToken.special(token.content()));
      boolean isNew = (isText ? texts : objects).add(token.content());
      if (isNew && !before.contains(token.content())) {
        put(special(token), -1, "");
      }
    }
  }

  /** A token with a name is special, whatever its flags say. */
  private AddedToken special(AddedToken token) {
    boolean isNamed =
        settings.named().values().stream().anyMatch(t -> t.content().equals(token.content()));
    return isNamed ? token.asSpecial() : token;
  }

  private void put(AddedToken token, long writtenId, String file) {
    if (token.content().isEmpty()) {
      return;
    }
    AddedToken before = tokens.get(token.content());
    AddedToken after = before != null && before.special() ? token.asSpecial() : token;
    if (!after.equals(before)) {
      isChanged = true;
      if (before != null) {
        disagreements.add(
            "'%s' is %s in tokenizer.json, %s in %s, which counts"
                .formatted(token.content(), flags(before), flags(after), file));
      }
    }
    ids.putIfAbsent(token.content(), id(token.content()));
    tokens.put(token.content(), after);
    long id = ids.get(token.content());
    if (writtenId >= 0 && id != writtenId) {
      disagreements.add(
          "'%s' is token %d in %s, but its place in the vocabulary makes it %d, which counts"
              .formatted(token.content(), writtenId, file, id));
    }
  }

  private static String flags(AddedToken token) {
    Map<String, Boolean> flags = new LinkedHashMap<>();
    flags.put("special", token.special());
    flags.put("lstrip", token.lstrip());
    flags.put("rstrip", token.rstrip());
    flags.put("normalized", token.normalized());
    flags.put("single_word", token.singleWord());
    String set =
        flags.entrySet().stream()
            .filter(Map.Entry::getValue)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining("+"));
    return set.isEmpty() ? "plain" : set;
  }

  private long id(String content) {
    if (vocabulary.has(content)) {
      return vocabulary.get(content).asLong();
    }
    if (vocabulary.isArray()) {
      for (int i = 0; i < vocabulary.size(); i++) {
        if (vocabulary.get(i).path(0).asText().equals(content)) {
          return i;
        }
      }
    }
    long last = ids.values().stream().mapToLong(Long::longValue).max().orElse(-1);
    return last >= vocabulary.size() ? last + 1 : vocabulary.size();
  }

  /** Whether the files beside {@code tokenizer.json} change its tokens. */
  boolean isChanged() {
    return isChanged;
  }

  /** The content of {@code tokenizer.json} with these tokens in place of its own. */
  ObjectNode json() {
    ObjectNode json = tokenizer.deepCopy();
    ArrayNode array = json.putArray(KEY);
    tokens.forEach((content, token) -> array.add(token.json(ids.get(content))));
    return json;
  }

  /** Where the files contradict each other, and what counts. */
  List<String> disagreements() {
    return List.copyOf(disagreements);
  }
}
