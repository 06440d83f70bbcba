package dev.longspark.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes {@code tokenizer.json} and {@code tokenizer_config.json} of a byte-level BPE tokenizer in
 * Hugging Face's form: the special tokens first, then the 256 byte symbols, then what was merged.
 */
final class TokenizerFile {
  static final String BEGIN = "<|begin|>";
  static final String END = "<|end|>";
  static final String USER = "<|user|>";
  static final String ASSISTANT = "<|assistant|>";
  private static final List<String> SPECIAL = List.of(BEGIN, END, USER, ASSISTANT);
  private static final String CHAT_TEMPLATE =
      "{{ bos_token }}{% for message in messages %}"
          + "{% if message['role'] == 'user' %}<|user|>{% else %}<|assistant|>{% endif %}"
          + "{{ message['content'] | trim }}"
          + "{% if message['role'] == 'assistant' %}{{ eos_token }}{% endif %}{% endfor %}"
          + "{% if add_generation_prompt %}<|assistant|>{% endif %}";
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenizerFile() {}

  /** All tokens in the order of their ids. */
  static List<String> vocabulary(List<BytePairTrainer.Pair> merges) {
    Set<String> tokens = new LinkedHashSet<>(SPECIAL);
    tokens.addAll(BytePairTrainer.byteSymbols().values());
    merges.forEach(merge -> tokens.add(merge.merged()));
    return List.copyOf(tokens);
  }

  static void write(Path directory, List<BytePairTrainer.Pair> merges) throws IOException {
    Files.writeString(directory.resolve("tokenizer.json"), pretty(tokenizer(merges)));
    Files.writeString(directory.resolve("tokenizer_config.json"), pretty(config()));
  }

  private static ObjectNode tokenizer(List<BytePairTrainer.Pair> merges) {
    ObjectNode file = JSON.createObjectNode().put("version", "1.0");
    file.putNull("truncation").putNull("padding");
    ArrayNode added = file.putArray("added_tokens");
    List<String> vocabulary = vocabulary(merges);
    for (String token : SPECIAL) {
      ObjectNode entry = added.addObject().put("id", vocabulary.indexOf(token));
      entry.put("content", token).put("single_word", false).put("lstrip", false);
      entry.put("rstrip", false).put("normalized", false).put("special", true);
    }
    file.putNull("normalizer");
    preTokenizer(file.putObject("pre_tokenizer"));
    postProcessor(file.putObject("post_processor"), vocabulary.indexOf(BEGIN));
    byteLevel(file.putObject("decoder"));
    model(file.putObject("model"), vocabulary, merges);
    return file;
  }

  private static void preTokenizer(ObjectNode node) {
    ArrayNode steps = node.put("type", "Sequence").putArray("pretokenizers");
    ObjectNode split = steps.addObject().put("type", "Split");
    split.putObject("pattern").put("Regex", BytePairTrainer.PIECES);
    split.put("behavior", "Isolated").put("invert", false);
    byteLevel(steps.addObject());
  }

  private static void byteLevel(ObjectNode node) {
    node.put("type", "ByteLevel").put("add_prefix_space", false);
    node.put("trim_offsets", true).put("use_regex", false);
  }

  private static void postProcessor(ObjectNode node, int beginId) {
    node.put("type", "TemplateProcessing");
    ArrayNode single = node.putArray("single");
    token(single, "SpecialToken", BEGIN, 0);
    token(single, "Sequence", "A", 0);
    ArrayNode pair = node.putArray("pair");
    token(pair, "SpecialToken", BEGIN, 0);
    token(pair, "Sequence", "A", 0);
    token(pair, "Sequence", "B", 1);
    ObjectNode begin = node.putObject("special_tokens").putObject(BEGIN).put("id", BEGIN);
    begin.putArray("ids").add(beginId);
    begin.putArray("tokens").add(BEGIN);
  }

  private static void token(ArrayNode template, String kind, String id, int type) {
    template.addObject().putObject(kind).put("id", id).put("type_id", type);
  }

  private static void model(
      ObjectNode node, List<String> vocabulary, List<BytePairTrainer.Pair> merges) {
    node.put("type", "BPE").putNull("dropout").putNull("unk_token");
    node.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    node.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode ids = node.putObject("vocab");
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.get(id), id);
    }
    ArrayNode list = node.putArray("merges");
    merges.forEach(merge -> list.add(merge.left() + " " + merge.right()));
  }

  private static ObjectNode config() {
    ObjectNode config = JSON.createObjectNode();
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    config.put("bos_token", BEGIN).put("eos_token", END);
    config.put("chat_template", CHAT_TEMPLATE);
    return config;
  }

  private static String pretty(ObjectNode node) throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
  }
}
