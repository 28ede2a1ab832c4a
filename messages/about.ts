import type { Message } from "./catalog";

/** A message about something, such as a file: its name and a colon come before the text. */
export function about(subject: string, message: Message): Message {
  return { ...message, text: `${subject}: ${message.text}` };
}
