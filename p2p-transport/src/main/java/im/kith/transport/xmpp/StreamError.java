package im.kith.transport.xmpp;

import im.kith.core.xml.StreamFault;
import im.kith.core.xml.XmlElement;
import java.util.Locale;

/** What ends a stream (RFC 6120 §4.9.3). */
enum StreamError {
    BAD_FORMAT,
    CONFLICT,
    CONNECTION_TIMEOUT,
    HOST_UNKNOWN,
    IMPROPER_ADDRESSING,
    INTERNAL_SERVER_ERROR,
    INVALID_FROM,
    INVALID_NAMESPACE,
    NOT_AUTHORIZED,
    NOT_WELL_FORMED,
    POLICY_VIOLATION,
    RESTRICTED_XML,
    SYSTEM_SHUTDOWN,
    UNSUPPORTED_ENCODING,
    UNSUPPORTED_STANZA_TYPE,
    UNSUPPORTED_VERSION;

    static StreamError of(StreamFault.Kind kind) {
        return switch (kind) {
            case NOT_WELL_FORMED -> NOT_WELL_FORMED;
            case RESTRICTED_XML -> RESTRICTED_XML;
            case BAD_FORMAT -> BAD_FORMAT;
            case UNSUPPORTED_ENCODING -> UNSUPPORTED_ENCODING;
            case TOO_MUCH -> POLICY_VIOLATION;
        };
    }

    /** More stanzas are said to have been taken than were sent (XEP-0198 §4). */
    static XmlElement countTooHigh(String said, String sent) {
        return XmlElement.builder(Names.STREAM, "error")
                .child(XmlElement.of(Names.STREAM_ERRORS, "undefined-condition"))
                .child(XmlElement.builder(Names.SM, "handled-count-too-high")
                        .attribute("h", said)
                        .attribute("send-count", sent)
                        .build())
                .build();
    }

    /** The {@code <stream:error/>}. */
    XmlElement toXml(String text) {
        XmlElement.Builder error = XmlElement.builder(Names.STREAM, "error")
                .child(XmlElement.of(
                        Names.STREAM_ERRORS, name().toLowerCase(Locale.ROOT).replace('_', '-')));
        if (!text.isEmpty()) {
            error.child(
                    XmlElement.builder(Names.STREAM_ERRORS, "text").text(text).build());
        }
        return error.build();
    }
}
