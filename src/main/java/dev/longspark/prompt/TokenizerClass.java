package dev.longspark.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.files.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The class that a folder names for its tokenizer. Most leave {@code tokenizer.json} as it stands;
 * {@code LlamaTokenizer} takes vocabulary, merges and post-processor of it and makes the rest anew,
 * so that blanks at the begin and behind special tokens have other ids than the file's own
 * normalizer gives them.
 *
 * <p><em>Source:</em> {@code AutoTokenizer.from_pretrained}, {@code
 * TokenizersBackend.convert_to_native_format} and {@code LlamaTokenizer} of Hugging Face
 * transformers 5.18. <em>Deviations:</em> a vocabulary that is not SentencePiece's byte-pair kind
 * stays as {@code tokenizer.json} has it under every class, where transformers makes tokens of it
 * that no model was trained on; so it does under the other classes that are made anew.
 *
 * @param name without the ending Fast; empty if none is named
 * @param config the content of {@code tokenizer_config.json}
 */
record TokenizerClass(String name, ObjectNode config) {
  private static final String KEY = "tokenizer_class";
  private static final String LLAMA = "LlamaTokenizer";
  private static final String FAST = "Fast";
  private static final String BLANK = "\u2581";
  private static final String NORMALIZER = "normalizer";
  private static final String SPLITTER = "pre_tokenizer";
  private static final String DECODER = "decoder";

  /** What {@code LlamaTokenizer} calls its special tokens where no file does. */
  private static final Map<String, String> LLAMA_TOKENS =
      Map.of("unk_token", "<unk>", "bos_token", "<s>", "eos_token", "</s>");

  /** Model types whose tokenizers are what their files say, whatever class is named. */
  private static final Set<String> BY_FILE = Set.of("mistral", "bert", "xlm-roberta");

  /** Further classes for byte-pair vocabularies that are made anew. */
  private static final Set<String> OTHERS =
      Set.of(
          "BertTokenizer",
          "CodeGenTokenizer",
          "CodeLlamaTokenizer",
          "CohereTokenizer",
          "GPT2Tokenizer",
          "GPTNeoXTokenizer",
          "GemmaTokenizer",
          "Qwen2Tokenizer",
          "Qwen3_5Tokenizer",
          "RobertaTokenizer",
          "T5Tokenizer",
          "WhisperTokenizer",
          "XLMRobertaTokenizer");

  /**
   * The class that counts for a folder.
   *
   * @param config the content of {@code tokenizer_config.json}
   * @throws IllegalArgumentException if config.json is not sound
   */
  static TokenizerClass of(Path folder, ObjectNode config) {
    Path file = folder.resolve("config.json");
    JsonNode model =
        Files.isRegularFile(file) ? JsonFile.object(file) : JsonNodeFactory.instance.objectNode();
    String name = config.path(KEY).asText(model.path(KEY).asText(""));
    boolean counts = !BY_FILE.contains(model.path("model_type").asText(""));
    String plain = name.endsWith(FAST) ? name.substring(0, name.length() - FAST.length()) : name;
    return new TokenizerClass(counts ? plain : "", config);
  }

  boolean isLlama() {
    return name.equals(LLAMA);
  }

  /** Whether the class makes the tokenizer anew from the file's vocabulary. */
  boolean rebuilds(JsonNode tokenizer) {
    JsonNode model = tokenizer.path("model");
    return isLlama()
        && model.path("type").asText().equals("BPE")
        && model.path("byte_fallback").asBoolean();
  }

  /** Special tokens that the class has where no file names them. */
  Map<String, String> defaultTokens() {
    return LLAMA_TOKENS;
  }

  /** The tokenizer that the class makes, with the file's vocabulary and post-processor. */
  ObjectNode rebuilt(ObjectNode tokenizer) {
    ObjectNode json = tokenizer.deepCopy();
    ObjectNode model = json.putObject("model");
    model.put("type", "BPE").putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", true).put("byte_fallback", true).put("ignore_merges", false);
    for (String key : List.of("vocab", "merges")) {
      model.set(key, tokenizer.path("model").path(key));
    }
    pipeline().forEach(json::set);
    return json;
  }

  /** How texts are cut and joined. */
  private Map<String, JsonNode> pipeline() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    boolean prefixed = config.path("add_prefix_space").asBoolean(true);
    String everywhere = config.path("legacy").asBoolean() ? "always" : "first";
    ObjectNode splitter = json.objectNode().put("type", "Metaspace").put("replacement", BLANK);
    splitter.put("prepend_scheme", prefixed ? everywhere : "never").put("split", false);

    ObjectNode decoder = json.objectNode().put("type", "Sequence");
    var steps = decoder.putArray("decoders");
    ObjectNode replace = steps.addObject().put("type", "Replace").put("content", " ");
    replace.putObject("pattern").put("String", BLANK);
    steps.addObject().put("type", "ByteFallback");
    steps.addObject().put("type", "Fuse");
    if (prefixed) {
      steps.addObject().put("type", "Strip").put("content", " ").put("start", 1).put("stop", 0);
    }
    Map<String, JsonNode> parts = new LinkedHashMap<>();
    parts.put(NORMALIZER, json.nullNode());
    parts.put(SPLITTER, splitter);
    parts.put(DECODER, decoder);
    return parts;
  }

  /** Where class and file contradict each other, and what counts. */
  Optional<String> disagreement(JsonNode tokenizer) {
    if (rebuilds(tokenizer)) {
      Map<String, JsonNode> parts = pipeline();
      boolean same =
          parts.entrySet().stream().allMatch(e -> isSame(e.getValue(), tokenizer.get(e.getKey())));
      return same
          ? Optional.empty()
          : Optional.of(
              "%s %s cuts texts at blanks otherwise than %s, %s and %s of tokenizer.json: the class counts"
                  .formatted(KEY, name, NORMALIZER, SPLITTER, DECODER));
    }
    return isLlama() || OTHERS.contains(name)
        ? Optional.of(
            "%s %s makes a tokenizer of its own from this vocabulary: tokenizer.json counts as it stands"
                .formatted(KEY, name))
        : Optional.empty();
  }

  private static boolean isSame(JsonNode made, JsonNode written) {
    return made.equals(Objects.requireNonNullElse(written, JsonNodeFactory.instance.nullNode()));
  }
}
