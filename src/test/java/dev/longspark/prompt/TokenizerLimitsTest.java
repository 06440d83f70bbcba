package dev.longspark.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tokenizer.json must not ask of the native library, which would end the process. */
class TokenizerLimitsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private ObjectNode tokenizer;

  @BeforeEach
  void read() throws IOException {
    tokenizer =
        (ObjectNode)
            JSON.readTree(Path.of("src/main/resources/sample/base/tokenizer.json").toFile());
  }

  @Test
  void hugeIdsAreRefused() throws IOException {
    String huge = "1" + "0".repeat(32);
    tokenizer.withObject("/model/vocab").set("zz", JSON.readTree(huge));

    refuses("Invalid model.vocab in ", ": the id " + huge + " (an integer from 0 to 16777216)");
  }

  @Test
  void millionsOfAddedTokensAreRefused() throws IOException {
    for (int i = 0; i < 100_001; i++) {
      tokenizer.withArray("added_tokens").addObject().put("id", i);
    }

    refuses("Invalid added_tokens in ", " tokens (at most 100000)");
  }

  @Test
  void textsThatGrowWithoutEndAreRefused() throws IOException {
    ObjectNode normalizer = tokenizer.putObject("normalizer").put("type", "Sequence");
    for (int i = 0; i < 10; i++) {
      ObjectNode step = normalizer.withArray("normalizers").addObject().put("type", "Replace");
      step.putObject("pattern").put("String", "a");
      step.put("content", "aaaaaaaaaa");
    }

    refuses(
        "Invalid normalizer in ",
        "up to 10000000000 times as long (at most 100 steps and 64 times)");
  }

  @Test
  void patternsThatExplodeAreRefused() throws IOException {
    ObjectNode split = tokenizer.putObject("pre_tokenizer").put("type", "Split");
    split.putObject("pattern").put("Regex", "(?:x+x+)+y");

    refuses("Invalid Regex in ", "(one endless repeat inside another takes exponential time)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+", "(a*)*b", "(?:a|aa)+$", "((a+)b?)*", "(x{2,})+", "(a+){3,}"})
  void endlessRepeatsOfEndlessRepeatsAreFound(String pattern) {
    assertTrue(NestedRepeats.isIn(pattern));
  }

  /** Of GPT-2, Llama 3, GPT-4o, DeepSeek, BLOOM. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{M}]*[\\p{Ll}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}",
        "[!\\\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+",
        " ?[^(\\s|[.,!?…。，、।۔،])]+",
        "\\(a+\\)+",
        "[(a+)]+",
        "(ab)+|(?:a?b)*",
        "{2,}(b)+"
      })
  void usualPatternsPass(String pattern) {
    assertEquals(false, NestedRepeats.isIn(pattern));
  }

  private void refuses(String start, String end) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer.toString());

    String message =
        assertThrows(IllegalArgumentException.class, () -> Tokenizer.open(folder)).getMessage();

    assertTrue(message.startsWith(start), message);
    assertTrue(message.endsWith(end), message);
  }
}
