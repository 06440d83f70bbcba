package dev.longspark.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignFormatTest {
  @TempDir private Path directory;

  @Test
  void readsLongBenchsOwnFilesByOrder() throws IOException {
    List<ForeignPrediction> read =
        read(
            ForeignFormat.LONGBENCH,
            "hotpotqa.jsonl",
            """
            {"pred": "Delhi", "answers": ["Delhi"], "all_classes": null, "length": 9}

            {"pred": "no", "answers": ["yes"], "all_classes": null, "length": 9}
            """);

    assertEquals(
        List.of(
            ForeignPrediction.text(1, "hotpotqa", "", 0, "Delhi"),
            ForeignPrediction.text(3, "hotpotqa", "", 1, "no")),
        read);
  }

  @Test
  void readsSampleLogsOfLmEvaluationHarness() throws IOException {
    List<ForeignPrediction> read =
        read(
            ForeignFormat.LM_EVAL,
            "samples_longbench_qasper_2025-01-01T00-00-00.jsonl",
            """
            {"doc_id": 0, "doc": {"question": "q", "context": "c", "dataset": "qasper", "_id": "7f"}, \
            "target": "t", "resps": [[" raw \\n"]], "filtered_resps": ["raw"], "qa_f1_score": 0.5}
            {"doc_id": 12, "doc": {"dataset": "qasper"}, "resps": [["x"]], "filtered_resps": ["x"]}
            """);

    assertEquals(
        List.of(
            ForeignPrediction.text(1, "qasper", "7f", -1, " raw \n"),
            ForeignPrediction.text(2, "qasper", "", 12, "x")),
        read);
  }

  @Test
  void readsBatchOutputOfChatsAndCompletions() throws IOException {
    List<ForeignPrediction> read =
        read(
            ForeignFormat.BATCH,
            "out.jsonl",
            """
            {"id": "vllm-1", "custom_id": "qasper/7f", "response": {"status_code": 200, "body": {"choices": \
            [{"index": 0, "message": {"role": "assistant", "content": "yes"}, "finish_reason": "length"}], \
            "usage": {"prompt_tokens": 7000, "completion_tokens": 5}}}, \
            "error": null}
            {"custom_id": "trec/a/b", "response": {"status_code": 200, "body": {"choices": [{"text": "Date"}]}}}
            """);

    assertEquals(
        List.of(
            new ForeignPrediction(1, "qasper", "7f", -1, "yes", "length", "", 7000, 5),
            ForeignPrediction.text(2, "trec", "a/b", -1, "Date")),
        read);
  }

  @Test
  void keepsFailedRequests() throws IOException {
    List<ForeignPrediction> read =
        read(
            ForeignFormat.BATCH,
            "out.jsonl",
            """
            {"custom_id": "qasper/1", "response": null, "error": {"code": "expired"}}
            {"custom_id": "qasper/2", "response": {"status_code": 400, "body": null}, "error": null}
            """);

    assertEquals("{\"code\":\"expired\"}", read.get(0).failure());
    assertEquals("{\"status_code\":400,\"body\":null}", read.get(1).failure());
    assertEquals("", read.get(1).text());
  }

  @Test
  void namesThePlaceOfAWrongLine() {
    assertEquals(
        "Expected TASK/_id in 'custom_id', not 'request-1'",
        reason(ForeignFormat.BATCH, "{\"custom_id\": \"request-1\"}"));
    assertEquals(
        "Expected a string at '/resps/0/0', not [-1.5,true]",
        reason(
            ForeignFormat.LM_EVAL,
            "{\"doc_id\": 0, \"doc\": {\"dataset\": \"qasper\"}, \"resps\": [[[-1.5, true]]]}"));
    assertTrue(
        reason(ForeignFormat.LM_EVAL, "{\"doc\": {\"dataset\": \"boolq\"}}")
            .startsWith("Unknown task: 'boolq'"));
  }

  @Test
  void aNullAnswerIsAnEmptyOne() throws IOException {
    Path out = Path.of("src/test/resources/field/10-batch-null-content/out.jsonl");
    List<ForeignPrediction> read = new ArrayList<>();
    ForeignFormat.BATCH.read(out, read::add);

    assertEquals(
        List.of("Boba1", "", "Boba3"), read.stream().map(ForeignPrediction::text).toList());
    assertEquals(
        new ForeignPrediction(2, "qasper", "a2", -1, "", "length", "", 20, 3), read.get(1));
    assertEquals(
        List.of(ForeignPrediction.text(1, "qasper", "", 0, "")),
        read(
            ForeignFormat.LM_EVAL,
            "samples_longbench_x.jsonl",
            "{\"doc_id\": 0, \"doc\": {\"dataset\": \"qasper\"}, \"resps\": [[null]]}"));
    assertEquals(
        List.of(ForeignPrediction.text(1, "qasper", "", 0, "")),
        read(ForeignFormat.LONGBENCH, "qasper.jsonl", "{\"pred\": null, \"answers\": [\"a\"]}"));
  }

  @Test
  void anAnswerMayBeAListOfParts() throws IOException {
    assertEquals(
        "ab",
        read(
                ForeignFormat.BATCH,
                "out.jsonl",
                "{\"custom_id\": \"qasper/1\", \"response\": {\"body\": {\"choices\": [{\"message\":"
                    + " {\"content\": [{\"type\": \"text\", \"text\": \"a\"}, {\"type\": \"text\","
                    + " \"text\": \"b\"}]}}]}}}")
            .get(0)
            .text());
  }

  @Test
  void docsOfSampleLogsAreSamples() {
    Path log =
        Path.of(
            "src/test/resources/field/11-lm-eval-nan/samples_longbench_qasper_2025-09-01T10-00-00.jsonl");
    List<ForeignPrediction> read = new ArrayList<>();
    ForeignFormat.LM_EVAL.read(log, read::add);
    List<Sample> samples = new ArrayList<>();
    ForeignFormat.LM_EVAL.samples(log, (place, sample) -> samples.add(sample));

    assertEquals(
        List.of("Boba1", "", "Boba3"), read.stream().map(ForeignPrediction::text).toList());
    assertEquals(
        Sample.of("qasper", "a2", "x", "Who is a2?", List.of("Boba2"), List.of(), "en", 9),
        samples.get(1));
  }

  @Test
  void namesWhatALineIsInstead() {
    assertEquals(
        "Missing field 'custom_id' (it is a prediction as LongBench writes it (format longbench))",
        reason(ForeignFormat.BATCH, "{\"pred\": \"a\", \"answers\": [\"a\"]}"));
    assertTrue(
        reason(ForeignFormat.LM_EVAL, "{\"custom_id\": \"qasper/1\", \"response\": {}}")
            .endsWith("(it is an output of a batch (format batch))"));
    assertTrue(
        reason(ForeignFormat.LM_EVAL, "{\n\"results\": {}}")
            .endsWith(
                "(it is one JSON document over several lines; expected is an object in each"
                    + " line)"));
  }

  private String reason(ForeignFormat format, String line) {
    Exception e = assertThrows(UncheckedIOException.class, () -> read(format, "wrong.jsonl", line));
    String start = "Invalid prediction at " + directory.resolve("wrong.jsonl") + ":1: ";
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
    return e.getMessage().substring(start.length());
  }

  private List<ForeignPrediction> read(ForeignFormat format, String name, String content)
      throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, content);
    List<ForeignPrediction> read = new ArrayList<>();
    format.read(file, read::add);
    return read;
  }
}
