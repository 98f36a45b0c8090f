package io.github.pyb.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pyb.json.Json;
import io.github.pyb.problem.UserProblem;
import io.github.pyb.testing.Behaviour;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigSettingsTest {

    @ParameterizedTest(name = "{0} is {1}")
    @Behaviour({20, 21, 22})
    @DisplayName("elements become strings, lists and maps")
    @CsvSource(
            delimiter = '|',
            value = {
                "<a>b</a> | {'a': 'b'}",
                "<a> b </a> | {'a': 'b'}",
                "<a/> | {'a': ''}",
                "<a/><b></b> | {'a': '', 'b': ''}",
                "<a.b-c>1</a.b-c> | {'a.b-c': '1'}",
                "<a>1</a><a>2</a> | {'a': ['1', '2']}",
                "<a>1</a><a>2</a><a>3</a> | {'a': ['1', '2', '3']}",
                "<a><value>1</value></a> | {'a': ['1']}",
                "<a><item>1</item><item>2</item></a> | {'a': ['1', '2']}",
                "<a><x>1</x><x>2</x></a> | {'a': ['1', '2']}",
                "<a><x>1</x><y><z>2</z></y></a> | {'a': {'x': '1', 'y': {'z': '2'}}}",
                "<configSetting><name>--build-option</name><value>-v</value></configSetting> | {'--build-option': '-v'}",
                "<configSetting><name>a</name></configSetting> | {'a': ''}",
                "<configSetting><name>a</name><value><value>1</value></value></configSetting> | {'a': ['1']}"
            })
    void xml(String elements, String json) throws Exception {
        assertThat(ConfigSettings.read(xml(elements), null, List.of())).isEqualTo(Json.parse(json.replace('\'', '"')));
    }

    @Test
    @Behaviour({20, 21})
    @DisplayName("a property is a setting, also one with an empty value")
    void properties() throws Exception {
        Properties properties = new Properties();
        properties.putAll(Map.of("pyb.config.a", "", "pyb.config.b", "", "pyb.config.c", "x=y"));

        assertThat(ConfigSettings.read(null, null, List.of(properties)))
                .containsExactlyInAnyOrderEntriesOf(Map.of("a", "", "b", "", "c", "x=y"));
    }

    @Test
    @Behaviour(24)
    @DisplayName("JSON keeps its types, however deep; an empty object is no settings, and so is no text")
    void json() throws Exception {
        assertThat(ConfigSettings.read(
                        null, "{\"a\": [1, true, {\"b\": null}], \"c\": {\"d\": {\"e\": \"f\"}}}", List.of()))
                .containsEntry("c", Map.of("d", Map.of("e", "f")))
                .extractingByKey("a")
                .asString()
                .isEqualTo("[1, true, {b=null}]");
        assertThat(ConfigSettings.read(null, "{}", List.of())).isEmpty();
        assertThat(ConfigSettings.read(null, " ", List.of())).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @Behaviour({26, 27})
    @DisplayName("JSON that is none, or is no object, is refused with the value and a sample")
    @CsvSource(
            delimiter = '|',
            value = {"[1] | it is not a JSON object", "null | it is not a JSON object", "{a | ", "{'a': 1} | "})
    void badJson(String json, String why) {
        assertThatThrownBy(() -> ConfigSettings.read(null, json, List.of()))
                .isInstanceOf(UserProblem.class)
                .hasMessageContaining("the value of pyb.configSettings cannot be used: " + (why == null ? "" : why))
                .hasMessageContaining("value:        " + json)
                .hasMessageContaining("-Dpyb.configSettings=");
    }

    @Test
    @DisplayName("for one key the POM wins over JSON, and JSON over a property; different keys come together")
    void precedence() throws Exception {
        Properties properties = new Properties();
        properties.putAll(
                Map.of("pyb.config.a", "p", "pyb.config.b", "p", "pyb.config.c.d", "p", "pyb.config.", "x", "z", "x"));

        assertThat(ConfigSettings.read(xml("<a>x</a>"), "{\"a\": \"j\", \"b\": \"j\"}", List.of(properties)))
                .containsExactlyInAnyOrderEntriesOf(Map.of("a", "x", "b", "j", "c.d", "p"));
    }

    @Test
    @DisplayName("a setting without a name is refused")
    void noName() {
        assertThatThrownBy(() -> ConfigSettings.read(
                        xml("<configSetting><name/><value>1</value></configSetting>"), null, List.of()))
                .hasMessageContaining("a <configSetting> has an empty <name>");
    }

    private static PlexusConfiguration xml(String elements) throws Exception {
        return new XmlPlexusConfiguration(
                Xpp3DomBuilder.build(new StringReader("<configSettings>" + elements + "</configSettings>")));
    }
}
