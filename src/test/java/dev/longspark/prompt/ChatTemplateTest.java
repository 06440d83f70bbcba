package dev.longspark.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTemplateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDate DAY = LocalDate.of(2024, 7, 26);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("dd MMM uuuu", Locale.ENGLISH);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"llama31-tiny", "llama-tied-tiny", "nemo-tiny"})
  void rendersChatsAndTheirIdsAsTheReference(String name) throws IOException {
    GoldenModel model = new GoldenModel(name);
    ChatTemplate template = ChatTemplate.read(model.directory());

    try (Tokenizer tokenizer = Tokenizer.open(model.directory())) {
      for (JsonNode chat : model.expected().get("chat")) {
        LocalDate day = LocalDate.parse(chat.path("date_string").asText("26 Jul 2024"), DATE);
        String text = template.render(messages(chat), day);
        assertEquals(chat.get("text").asText(), text);
        assertEquals(
            GoldenModel.ids(chat.get("ids")), tokenizer.encode(text, SpecialTokens.OMITTED));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void rendersAsHuggingFace(JsonNode golden) throws IOException {
    ChatTemplate template = template(golden.get("template").asText());

    for (JsonNode chat : golden.get("chats")) {
      if (chat.has("text")) {
        assertEquals(chat.get("text").asText(), template.render(messages(chat), DAY));
      } else {
        Exception e =
            assertThrows(
                IllegalArgumentException.class, () -> template.render(messages(chat), DAY));
        assertTrue(e.getMessage().endsWith(chat.get("error").asText()), e.getMessage());
      }
    }
  }

  static Stream<JsonNode> templates() throws IOException {
    JsonNode golden =
        JSON.readTree(
            ChatTemplateTest.class.getResourceAsStream("/golden/chat-templates/templates.json"));
    List<JsonNode> templates = new ArrayList<>();
    golden.forEach(templates::add);
    return templates.stream();
  }

  @Test
  void prefersItsOwnFile() throws IOException {
    template("from the configuration");
    Files.writeString(directory.resolve("chat_template.jinja"), "from the file\n");

    assertEquals("from the file", render(ChatTemplate.read(directory)));
  }

  @Test
  void takesTheDefaultOfNamedTemplates() throws IOException {
    write(
        Map.of(
            "chat_template",
            List.of(
                Map.of("name", "tool_use", "template", "tools"),
                Map.of("name", "default", "template", "plain"))));

    assertEquals("plain", render(ChatTemplate.read(directory)));
  }

  @Test
  void rejectsNamedTemplatesWithoutADefault() throws IOException {
    write(Map.of("chat_template", List.of(Map.of("name", "rag", "template", "documents"))));

    Exception e = assertThrows(IllegalArgumentException.class, () -> ChatTemplate.read(directory));

    assertEquals(
        "Missing chat template named 'default' in "
            + directory.resolve("tokenizer_config.json")
            + " (it names [rag])",
        e.getMessage());
  }

  @Test
  void knowsWhenItIsMissing() throws IOException {
    write(Map.of("bos_token", "<s>"));

    ChatTemplate template = ChatTemplate.read(directory);

    assertTrue(template.isMissing());
    Exception e = assertThrows(IllegalStateException.class, () -> render(template));
    assertEquals(
        "Missing chat template in "
            + directory
            + " (neither chat_template.jinja nor an entry chat_template in tokenizer_config.json)",
        e.getMessage());
    assertFalse(template("x").isMissing());
  }

  @Test
  void readsSpecialTokensWithProperties() throws IOException {
    write(
        Map.of(
            "chat_template",
            "{{ bos_token }}{{ pad_token is defined }}",
            "bos_token",
            Map.of("content", "<bos>", "lstrip", false)));

    assertEquals("<bos>False", render(ChatTemplate.read(directory)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ ''.getClass() }}",
        "{{ messages.getClass() }}",
        "{{ messages[0].getClass().forName('java.lang.Runtime') }}",
        "{{ strftime_now.withYear(2000) }}",
        "{{ today() }}",
        "{{ ____int3rpr3t3r____.getContext() }}",
        "{% include 'prompts/qasper.txt' %}",
        "{% import 'prompts/qasper.txt' as p %}",
        "{% from 'prompts/qasper.txt' import p %}",
        "{% extends 'prompts/qasper.txt' %}",
        "{{ [1, 2]|random }}",
        "{{ '{{ 1 }}'|render }}",
        "{{ messages[0].content.nope() }}",
        "{{ messages|map('nope')|list }}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{% unknown %}",
        "{{ 1 + }}",
      })
  void refuses(String source) throws IOException {
    ChatTemplate template = template(source);

    Exception e = assertThrows(IllegalArgumentException.class, () -> render(template));

    assertTrue(
        e.getMessage().startsWith("Cannot render chat template of " + directory + ", line 1: "),
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\n{{ 'b'", "a\n{% if x", "a\n{# b", "a\n{{ 'b }}"})
  void namesTheLineOfATagThatDoesNotEnd(String source) throws IOException {
    ChatTemplate template = template(source);

    Exception e = assertThrows(IllegalArgumentException.class, () -> render(template));

    assertTrue(e.getMessage().contains(", line 2: TemplateSyntaxError: "), e.getMessage());
  }

  @Test
  void seesWhatTransformersGives() throws IOException {
    String source =
        "{{ tools }}{{ documents is none }}{{ tools is defined }}{{ pad_token is defined }}"
            + "{{ strftime_now('%d %b %Y') }}{{ date_string }}{{ add_generation_prompt }}";

    assertEquals("NoneTrueTrueFalse26 Jul 202426 Jul 2024True", render(template(source)));
  }

  @Test
  void rendersLongContextsUnchanged() throws IOException {
    String context = "0123456789 {{ x }} {% y %} \ud834\udd1e\n".repeat(40_000) + "\\n \\\\ \"'";

    String text =
        template("<{{ messages[0].content }}>").render(List.of(ChatMessage.user(context)), DAY);

    assertEquals("<" + context + ">", text);
  }

  private static String render(ChatTemplate template) {
    return template.render(List.of(ChatMessage.user("Hello")), DAY);
  }

  private ChatTemplate template(String source) throws IOException {
    write(Map.of("chat_template", source, "bos_token", "<s>", "eos_token", "</s>"));
    return ChatTemplate.read(directory);
  }

  private void write(Map<String, ?> config) throws IOException {
    JSON.writeValue(directory.resolve("tokenizer_config.json").toFile(), config);
  }

  private static List<ChatMessage> messages(JsonNode chat) {
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode message : chat.get("messages")) {
      messages.add(new ChatMessage(message.get("role").asText(), message.get("content").asText()));
    }
    return messages;
  }
}
