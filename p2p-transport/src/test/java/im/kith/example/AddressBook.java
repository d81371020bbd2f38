package im.kith.example;

import im.kith.Kith;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.ContactView;
import java.nio.file.Path;

/** An address book in a directory: the directory is the argument. */
public final class AddressBook {

    private AddressBook() {}

    public static void main(String... arguments) throws Exception {
        try (Kith kith = Kith.openOrFound(Path.of(arguments[0]), "laptop")) {
            kith.contacts().add("Romeo Montague", "romeo@example.org");
            kith.contacts().edit("romeo@example.org", ContactEdit.name("Romeo"));
            for (ContactView contact : kith.contacts().list()) {
                System.out.println(contact.contact().name().orElse("") + " since " + contact.added());
            }
        }
    }
}
