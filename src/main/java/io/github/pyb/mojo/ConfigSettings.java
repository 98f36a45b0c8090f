package io.github.pyb.mojo;

import io.github.pyb.json.Json;
import io.github.pyb.problem.Explanation;
import io.github.pyb.problem.ProblemKind;
import io.github.pyb.problem.UserProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Puts the config settings for the backend together from the three places in which they can stand. For one key, the POM
 * wins over the JSON text, and that over a single property, as everywhere in Maven.
 */
final class ConfigSettings {

    /** Properties with this prefix are settings of their own. */
    static final String PROPERTY_PREFIX = "pyb.config.";

    /** The form for keys that are no XML names. */
    private static final String ENTRY = "configSetting";

    private ConfigSettings() {}

    /**
     * All settings.
     *
     * @param xml the element {@code <configSettings>}
     * @param json a JSON object
     * @param properties looked through for {@link #PROPERTY_PREFIX}; later ones win
     */
    static Map<String, Object> read(
            @Nullable PlexusConfiguration xml, @Nullable String json, List<Properties> properties) throws UserProblem {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (Properties some : properties) {
            for (String name : new TreeSet<>(some.stringPropertyNames())) {
                if (name.startsWith(PROPERTY_PREFIX) && name.length() > PROPERTY_PREFIX.length()) {
                    settings.put(name.substring(PROPERTY_PREFIX.length()), some.getProperty(name));
                }
            }
        }
        if (json != null && !json.isBlank()) {
            settings.putAll(fromJson(json));
        }
        if (xml != null) {
            settings.putAll(members(xml));
        }
        return settings;
    }

    private static Map<String, Object> fromJson(String json) throws UserProblem {
        String why;
        try {
            if (Json.parse(json) instanceof Map<?, ?> members) {
                Map<String, Object> settings = new LinkedHashMap<>();
                members.forEach((key, value) -> settings.put((String) key, value));
                return settings;
            }
            why = "it is not a JSON object";
        } catch (Json.InvalidJson e) {
            why = e.getMessage();
        }
        throw new UserProblem(
                ProblemKind.BAD_PARAMETER,
                Explanation.of("the value of pyb.configSettings cannot be used: " + why)
                        .line("value", json)
                        .attempt("write a JSON object, for instance -Dpyb.configSettings='{\"key\": \"value\"}'"));
    }

    /** The children of an element as a map; a key that stands several times has the list of its values. */
    private static Map<String, Object> members(PlexusConfiguration element) throws UserProblem {
        Map<String, Object> members = new LinkedHashMap<>();
        for (PlexusConfiguration child : element.getChildren()) {
            boolean entry = child.getName().equals(ENTRY) && child.getChild("name", false) != null;
            String key = entry ? entryName(child) : child.getName();
            PlexusConfiguration value = entry ? child.getChild("value", false) : child;
            members.merge(key, value == null ? "" : value(value), ConfigSettings::together);
        }
        return members;
    }

    private static String entryName(PlexusConfiguration entry) throws UserProblem {
        String name = entry.getChild("name").getValue("");
        if (name.isBlank()) {
            throw new UserProblem(
                    ProblemKind.BAD_PARAMETER,
                    Explanation.of("a <" + ENTRY + "> has an empty <name>")
                            .where("the parameter configSettings in pom.xml")
                            .attempt("<" + ENTRY + "><name>--build-option</name><value>...</value></" + ENTRY + ">"));
        }
        return name.strip();
    }

    private static Object value(PlexusConfiguration element) throws UserProblem {
        PlexusConfiguration[] children = element.getChildren();
        if (children.length == 0) {
            String text = element.getValue("");
            return text == null ? "" : text.strip();
        }
        if (isList(children)) {
            List<Object> items = new ArrayList<>();
            for (PlexusConfiguration child : children) {
                items.add(value(child));
            }
            return items;
        }
        return members(element);
    }

    /** {@code <value>} and {@code <item>} are items of a list, and so are several elements of one name. */
    private static boolean isList(PlexusConfiguration[] children) {
        String name = children[0].getName();
        for (PlexusConfiguration child : children) {
            if (!child.getName().equals(name)) {
                return false;
            }
        }
        return children.length > 1 ? !name.equals(ENTRY) : name.equals("value") || name.equals("item");
    }

    private static Object together(Object first, Object second) {
        List<Object> items = new ArrayList<>();
        if (first instanceof List<?> list) {
            items.addAll(list);
        } else {
            items.add(first);
        }
        items.add(second);
        return items;
    }
}
