package im.kith.core.xml;

/** What may stand inside an element: an element or text. Comments and processing instructions are not kept. */
public sealed interface XmlNode permits XmlElement, XmlText {}
