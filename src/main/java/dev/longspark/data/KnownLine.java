package dev.longspark.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longspark.files.JsonFile;
import java.io.IOException;

/** The lines of files that may stand where a line of another kind was meant to be. */
enum KnownLine {
  LONGBENCH_PREDICTION("a prediction as LongBench writes it (format longbench)", "pred", "answers"),
  LM_EVAL_SAMPLE("a sample of lm-evaluation-harness (format lm-eval)", "doc", "resps"),
  BATCH_OUTPUT("an output of a batch (format batch)", "custom_id", "response"),
  BATCH_INPUT("a request of a batch, not its output", "custom_id", "body"),
  COMPLETION("a completion without its request's custom_id", "choices", "object"),
  SAMPLE("a sample of LongBench's data, which is for --data", "context", "dataset"),
  LM_EVAL_RESULTS("results of lm-evaluation-harness, not its samples", "results", "configs"),
  SCORES("a score that score wrote", "task", "scores");

  private final String what;
  private final String key;
  private final String otherKey;

  KnownLine(String what, String key, String otherKey) {
    this.what = what;
    this.key = key;
    this.otherKey = otherKey;
  }

  /**
   * What a line that cannot be read is, to be put behind the reason; empty if it is none known.
   *
   * @param expected what it is not news that it is
   */
  static String hint(byte[] line, KnownLine expected) {
    String text;
    JsonNode json;
    try {
      text = JsonLines.text(line).strip();
      if (text.equals("{") || text.equals("[")) {
        return " (it is one JSON document over several lines; expected is an object in each line)";
      }
      json = JsonFile.parse(text, JsonFile.EqualKeys.LAST);
    } catch (IOException e) {
      return "";
    }
    for (KnownLine known : values()) {
      if (json.has(known.key) && json.has(known.otherKey)) {
        return known == expected ? "" : " (it is " + known.what + ")";
      }
    }
    return "";
  }
}
