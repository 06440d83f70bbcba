package dev.longspark.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of very different lengths, as real documents have: most are one context of the embedded
 * study, a few are many of them one after the other.
 */
public final class SkewedSamples {
  /** How many contexts each sample joins. */
  private static final int[] CONTEXTS = {1, 2, 1, 5, 1, 8, 3, 2};

  private static final List<String> TASKS = List.of("qasper", "gov_report");
  private static final ObjectMapper JSON = new ObjectMapper();

  private SkewedSamples() {}

  /**
   * Writes a file per task.
   *
   * @param args the embedded study's data, and the folder to write to
   */
  public static void main(String[] args) throws IOException {
    for (String task : TASKS) {
      List<String> lines = Files.readAllLines(Path.of(args[0], task + ".jsonl"));
      List<String> joined = new ArrayList<>();
      int next = 0;
      for (int contexts : CONTEXTS) {
        ObjectNode sample = (ObjectNode) JSON.readTree(lines.get(joined.size()));
        StringBuilder context = new StringBuilder();
        for (int i = 0; i < contexts; i++) {
          context.append(JSON.readTree(lines.get(next)).get("context").asText()).append("\n\n");
          next = (next + 1) % lines.size();
        }
        joined.add(JSON.writeValueAsString(sample.put("context", context.toString())));
      }
      Files.write(Path.of(args[1], task + ".jsonl"), joined);
    }
  }
}
