package dev.longspark.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenFamilyTest {
  @ParameterizedTest
  @CsvSource({"XLM_ROBERTA, xlmr_tokens_to_text", "BERT, bert_tokens_to_text"})
  void decodesTokenStrings(TokenFamily family, String table) {
    for (JsonNode sample : Golden.read("units.json").get(table)) {
      assertEquals(sample.get("text").asText(), family.text(Golden.strings(sample.get("tokens"))));
    }
  }

  @ParameterizedTest
  @CsvSource({"XLM_ROBERTA, xlmr_word_rules", "BERT, bert_word_rules"})
  void tellsWhereWordsBegin(TokenFamily family, String table) {
    JsonNode rules = Golden.read("units.json").get(table);
    ForceTokens force =
        Golden.force(Golden.strings(rules.get("force_tokens")), rules.get("token_map"));

    for (JsonNode sample : rules.get("cases")) {
      String token = sample.get("token").asText();

      assertEquals(sample.get("begins_word").asBoolean(), family.beginsWord(token, force), token);
      assertEquals(sample.get("pure").asText(), family.pure(token));
      assertEquals(sample.get("restored").asText(), force.restoreToken(token));
    }
  }
}
