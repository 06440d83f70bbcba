package dev.longspark.engine.family;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.files.JsonFile;
import dev.longspark.testing.GoldenModel;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes that would fill the memory, divide by zero or make wrong text. */
class ConfigBoundsTest {
  @ParameterizedTest
  @CsvSource({
    "num_hidden_layers, 1000000000, must be from 1 to 10000",
    "num_attention_heads, 0, must be from 1 to 16384",
    "num_attention_heads, 1000000000, must be from 1 to 16384",
    "num_key_value_heads, -1, must be from 1 to 16384",
    "hidden_size, 2000000000, must be from 1 to 1048576",
    "intermediate_size, 0, must be from 1 to 1048576",
    "vocab_size, 2147483647, must be from 1 to 16777216",
    "max_position_embeddings, 0, must be from 1 to 1073741824",
    "head_dim, 1000000, must be from 2 to 16384",
    "rms_norm_eps, 0, must be > 0 and at most 1",
    "rms_norm_eps, 1e30, must be > 0 and at most 1",
    "rope_theta, 1e300, must be from 1 to 1.0E15",
    "rope_theta, 1e400, must be a number",
    "rope_theta, 0, must be from 1 to 1.0E15"
  })
  void sizesHaveBounds(String key, String value, String rule) throws IOException {
    ObjectNode config = (ObjectNode) new GoldenModel("llama31-tiny").config();
    config.set(key, JsonFile.parse(value, JsonFile.EqualKeys.REFUSED));

    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> DecoderModel.of(new JsonObject("config.json", config)))
            .getMessage();

    assertTrue(message.startsWith("Invalid " + key + " in config.json: "), message);
    assertTrue(message.endsWith("(" + rule + ")"), message);
  }
}
