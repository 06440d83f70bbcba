package dev.longspark.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.data.AnswerPolicy;
import dev.longspark.data.LongBench;
import dev.longspark.data.PromptPolicy;
import dev.longspark.data.PromptStyle;
import dev.longspark.data.Protocol;
import dev.longspark.data.Sample;
import dev.longspark.data.StopPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptBuilderTest {
  private static final String QUESTION = "How many {context} are dry?";
  private static final String CONTEXT = "Forty-seven sacks are left, {input} of those are wet.";
  private static final String FILLED =
      "Answer the question based on the given passages. Only give me the answer and do not output"
          + " any other words.\n\nThe following are given passages.\n"
          + CONTEXT
          + "\n\nAnswer the question based on the given passages. Only give me the answer and do"
          + " not output any other words.\n\nQuestion: "
          + QUESTION
          + "\nAnswer:";
  private static final String CHAT_START =
      "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date:"
          + " December 2023\nToday Date: 26 Jul 2024\n\n<|eot_id|><|start_header_id|>user"
          + "<|end_header_id|>\n\n";
  private static final String CHAT_END =
      "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n";

  private final Path model = new GoldenModel("llama31-tiny").directory();
  private final Sample sample = sample("hotpotqa", CONTEXT);

  private Tokenizer tokenizer;

  @BeforeEach
  void open() {
    tokenizer = Tokenizer.open(model);
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  @Test
  void wrapsATaskOfChatsOnce() {
    Prompt prompt = build(Protocol.LONGBENCH, sample);

    assertEquals(CHAT_START + FILLED + CHAT_END, text(prompt));
    assertEquals(PromptStyle.CHAT, prompt.style());
    assertEquals(1, prompt.beginTokens());
    assertFalse(prompt.hasDoubleBegin());
    assertEquals(0, prompt.truncatedTokens());
  }

  @Test
  void givesBareTextWhereTheProtocolSaysSo() {
    Prompt prompt = build(Protocol.PAPER, sample);

    assertEquals("<|begin_of_text|>" + FILLED, text(prompt));
    assertEquals(PromptStyle.RAW, prompt.style());
    assertEquals(1, prompt.beginTokens());
  }

  @Test
  void givesBareTextForAFewShotTask() {
    Prompt prompt = build(Protocol.LONGBENCH, sample("trec", CONTEXT));

    assertEquals(PromptStyle.RAW, prompt.style());
    assertTrue(text(prompt).startsWith("<|begin_of_text|>Please determine"), text(prompt));
  }

  @Test
  void countsTheContextsTokensBeforeAndAfterCompression() {
    String compressed = "sacks wet";

    Prompt prompt =
        builder(Protocol.PAPER, 4096).build(LongBench.task("hotpotqa"), sample, compressed);

    assertEquals(tokenizer.encode(CONTEXT, SpecialTokens.OMITTED).size(), prompt.contextTokensIn());
    assertEquals(
        tokenizer.encode(compressed, SpecialTokens.OMITTED).size(), prompt.contextTokensKept());
    assertTrue(text(prompt).contains("passages.\nsacks wet\n\nAnswer"), text(prompt));
  }

  @Test
  void cutsTheMiddleOfTheFilledTemplate() {
    TokenIds whole = tokenizer.encode(FILLED, SpecialTokens.ADDED);

    Prompt prompt = build(limited(PromptPolicy.RAW, 101), sample);

    // of 101 tokens, 50 + 50 stay; the first of them is the begin token, which is added again
    String kept =
        tokenizer.decode(whole.head(50), SpecialTokens.OMITTED)
            + tokenizer.decode(whole.tail(50), SpecialTokens.OMITTED);
    assertEquals("<|begin_of_text|>" + kept, text(prompt));
    assertEquals(whole.size() - 100, prompt.truncatedTokens());
    assertEquals(1, prompt.beginTokens());
  }

  @Test
  void cutsBeforeItWraps() {
    Prompt prompt = build(limited(PromptPolicy.CHAT, 100), sample);

    assertTrue(text(prompt).startsWith(CHAT_START + "Answer the question"), text(prompt));
    assertTrue(text(prompt).endsWith(QUESTION + "\nAnswer:" + CHAT_END), text(prompt));
    assertTrue(prompt.ids().size() > 100);
  }

  @Test
  void leavesAPromptOfExactlyTheLimitAlone() {
    int length = tokenizer.encode(FILLED, SpecialTokens.ADDED).size();

    assertEquals(0, build(limited(PromptPolicy.RAW, length), sample).truncatedTokens());
    assertTrue(build(limited(PromptPolicy.RAW, length - 1), sample).truncatedTokens() > 0);
  }

  @Test
  void fillsTheModelsPositionsAndNoMore() {
    Sample longSample = sample("hotpotqa", "Forty-seven sacks, naïve 𝄞 words. ".repeat(100));

    for (int positions = 400; positions < 420; positions++) {
      int room = positions - 32;
      int size =
          builder(Protocol.LONGBENCH, positions)
              .build(LongBench.task("hotpotqa"), longSample, longSample.context())
              .ids()
              .size();
      assertTrue(size <= room && size > room - 16, size + " of " + room);
    }
  }

  @Test
  void rejectsAModelWithoutRoom() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> builder(Protocol.PAPER, 512).build(LongBench.task("hotpotqa"), sample, CONTEXT));

    assertEquals(
        "Cannot fit a prompt and 512 new tokens into 512 positions (protocol 'paper', RAW)",
        e.getMessage());
  }

  @Test
  void saysThatAChatTemplateIsMissing(@TempDir Path directory) {
    ChatTemplate missing = ChatTemplate.read(directory);

    Prompt prompt =
        new PromptBuilder(tokenizer, missing, Protocol.LONGBENCH, 4096)
            .build(LongBench.task("hotpotqa"), sample, CONTEXT);

    assertEquals(PromptStyle.RAW, prompt.style());
    assertTrue(prompt.chatTemplateMissing());
    assertFalse(build(Protocol.LONGBENCH, sample).chatTemplateMissing());
  }

  @Test
  void rejectsAMissingChatTemplateWhereAllPromptsNeedIt(@TempDir Path directory) {
    ChatTemplate missing = ChatTemplate.read(directory);
    Protocol chats = limited(PromptPolicy.CHAT, 0);

    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new PromptBuilder(tokenizer, missing, chats, 4096));

    assertEquals(
        "Missing chat template in "
            + directory
            + ": protocol 'limited' asks for one in every prompt",
        e.getMessage());
  }

  @Test
  void addsTheBeginTokenThatATemplateForgets(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("chat_template.jinja"), "<{{ messages[0].content }}>");

    Prompt prompt =
        new PromptBuilder(tokenizer, ChatTemplate.read(directory), Protocol.LONGBENCH, 4096)
            .build(LongBench.task("hotpotqa"), sample, CONTEXT);

    assertEquals("<|begin_of_text|><" + FILLED + ">", text(prompt));
  }

  @Test
  void noticesATextThatBeginsTwice(@TempDir Path directory) throws IOException {
    Files.writeString(
        directory.resolve("chat_template.jinja"),
        "<|begin_of_text|><|begin_of_text|>{{ messages[0].content }}");

    Prompt prompt =
        new PromptBuilder(tokenizer, ChatTemplate.read(directory), Protocol.LONGBENCH, 4096)
            .build(LongBench.task("hotpotqa"), sample, CONTEXT);

    assertTrue(prompt.hasDoubleBegin());
  }

  private Prompt build(Protocol protocol, Sample given) {
    return builder(protocol, 4096).build(LongBench.task(given.task()), given, given.context());
  }

  @Test
  void findsTheContextsEnd() {
    for (Protocol protocol : List.of(Protocol.LONGBENCH, limited(PromptPolicy.CHAT, 0))) {
      PromptBuilder builder = builder(protocol, 4096);
      Prompt prompt = builder.build(LongBench.task("hotpotqa"), sample, CONTEXT);
      int end = builder.contextEnd(LongBench.task("hotpotqa"), sample, prompt);
      String before = tokenizer.decode(prompt.ids().head(end), SpecialTokens.ADDED);
      String after =
          tokenizer.decode(prompt.ids().tail(prompt.ids().size() - end), SpecialTokens.ADDED);

      assertTrue(before.contains(CONTEXT), before);
      assertTrue(after.contains("Question: " + QUESTION), after);
      assertFalse(after.contains("are wet"), after);
    }
  }

  private PromptBuilder builder(Protocol protocol, int maxPositions) {
    return new PromptBuilder(tokenizer, ChatTemplate.read(model), protocol, maxPositions);
  }

  private String text(Prompt prompt) {
    return tokenizer.decode(prompt.ids(), SpecialTokens.ADDED);
  }

  private static Protocol limited(PromptPolicy prompts, int maxPromptTokens) {
    return new Protocol(
        "limited", prompts, 0, StopPolicy.TASK, AnswerPolicy.TASK, maxPromptTokens, "26 Jul 2024");
  }

  private static Sample sample(String task, String context) {
    return Sample.of(task, "1", context, QUESTION, List.of("44"), List.of(), "en", 12);
  }
}
