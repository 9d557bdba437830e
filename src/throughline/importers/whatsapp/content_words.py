"""The words that WhatsApp itself writes into an export, in the languages they are known in, as regular expressions.

Sources: exports that were seen; marker lists in public parsers' tests (English, Arabic, Chinese, Czech, Dutch, French,
German, Italian, Japanese, Korean, Polish, Portuguese, Russian, Spanish, Turkish, Ukrainian). They are facts about the
app, not anybody's text. Written without capturing groups, for Python and the column library alike.
"""

from __future__ import annotations

OMITTED = (
    r"<(?:[Mm]edia[^<>\n]{0,20} omitted|Video note omitted|Multimedia omitid[oa]s?|Archivo omitido|M[ée]dias? omis|Medien (?:ausgeschlossen|ausgelassen)|Media weggelaten"
    r"|Media omess[oi]|Mídia (?:oculta|omitida)|Arquivo de mídia oculto|Ficheiro não revelado|Pominięto multimedia|Без медиафайлов|Без медіафайлів|Média vynechána"
    r"|Medya (?:dahil edilmedi|atlanmış)|Media tidak disertakan|تم استبعاد الوسائط|تم حذف الوسائط|미디어 파일을 제외한 내용|メディアなし"
    r"|省略多媒體檔案|省略多媒体文件|Medi(?:et|erne) udeladt|Media(?:fil)? utelatt|Media har utelämnats|Media utelämnade|Media jätettiin pois|Fișier(?:e|ul)? media omis)>"
    r"|(?:image|video|audio|sticker|GIF|document|contact card|video note|voice message)s? omitted"
    r"|(?:imagen|tarjeta de contacto) omitida|(?:v[ií]deo|audio|sticker|documento|GIF) omitido"
    r"|(?:image|vidéo) absente|(?:audio|sticker|GIF) (?:omis|retiré)|document manquant|fiche contact manquante"
    r"|(?:Bild|Video|Audio|Sticker|GIF|Dokument|Videonachricht) weggelassen|Kontaktkarte ausgelassen"
    r"|(?:immagine|scheda contatto|GIF) (?:omessa|esclusa)|(?:video|audio|documento) omesso|sticker non incluso"
    r"|(?:imagem|figurinha) (?:ocultada|omitida|não revelada)|(?:vídeo|áudio|documento|sticker|contacto|contato|ficheiro de áudio) (?:omitido|ocultado|não revelado)|GIF não revelad[ao]"
    r"|(?:afbeelding|video|audio|sticker|GIF|document|videonotitie|contactkaart) weggelaten"
    r"|(?:изображение|видео|аудио|документ|карточка контакта|GIF) отсутствует|стикер не добавлен"
    r"|(?:зображення|відео|аудіо|картка контакту) відсутн[єяі]|документ пропущено|GIF-анімацію пропущено|наклейку не додано"
    r"|(?:obrázek|dokument|GIF|zvuk) vynechán|video vynecháno|(?:nálepka|vizitka) vynechána"
    r"|لم يتم إدراج (?:الصورة|المستند|المقاطع الصوتية|الفيديوهات|صورة GIF|بطاقة جهة اتصال)|تم حذف الملصقات"
)
ATTACHED = (
    r"file attached|archivo adjunto|fichier joint|Datei angehängt|file allegato|arquivo anexado|ficheiro anexado|bestand bijgevoegd"
    r"|plik załączono|załączono plik|файл добавлен|файл додано|файл прикреплён|dosya ekli|berkas terlampir|fil vedhæftet|fil vedlagt|bifogad fil"
    r"|tiedosto liitetty|soubor byl přiložen|soubor přiložen|fișier atașat|ملف مرفق|الملف مرفق|파일 첨부됨|添付ファイル|ファイル添付|檔案已附加|文件附件|附件"
)
DELETED = (
    r"(?:This message was deleted(?: by admin [^\n]{1,60})?|You deleted this message(?: as admin)?|Se eliminó este mensaje|Eliminaste este mensaje"
    r"|Este mensaje fue eliminado|Ce message a été supprimé|Vous avez supprimé ce message|Tu as supprimé ce message"
    r"|Diese Nachricht wurde gelöscht|Du hast diese Nachricht gelöscht|Questo messaggio è stato eliminato|Hai eliminato questo messaggio"
    r"|Mensagem apagada|(?:Essa|Esta) mensagem foi apagada|Você apagou (?:esta|essa) mensagem|Apagou esta mensagem"
    r"|Dit bericht is verwijderd|(?:Je hebt|U hebt|U heeft|Jij hebt) dit bericht verwijderd|Usunięto tę wiadomość|Ta wiadomość została usunięta|Usunąłeś tę wiadomość|Usunęłaś tę wiadomość"
    r"|Данное сообщение удалено|Это сообщение удалено|Вы удалили (?:данное|это) сообщение|Це повідомлення було видалено|Ви видалили це повідомлення"
    r"|Tato zpráva byla smazána|Tuto zprávu jste smazal/a|Bu mesaj silindi|Bu mesajı sildiniz|تم حذف هذه الرسالة|(?:لقد )?حذفت هذه الرسالة"
    r"|Pesan ini telah dihapus|Anda telah menghapus pesan ini|このメッセージは削除されました|삭제된 메시지입니다|此訊息已刪除|此消息已删除|您已刪除此訊息|您删除了此消息)\.?"
)
EDITED = (
    r"This message was edited|Se editó este mensaje\.?|Ce message a été modifié\.?|Diese Nachricht wurde bearbeitet\.?"
    r"|Questo messaggio è stato modificato\.?|(?:Essa|Esta) mensagem foi editada\.?|Mensagem editada|Dit bericht is bewerkt\.?"
    r"|Данное сообщение изменено\.?|Цe повідомлення відредаговано\.?|Bu mesaj düzenlendi\.?|تم تعديل هذه الرسالة\.?|Pesan ini diedit"
)
MISSED = (
    r"Missed (?:group )?(?:voice |video )?call|Silenced (?:voice |video )?call|Llamada (?:perdida|de voz perdida)|Videollamada perdida"
    r"|Appel (?:vocal|vidéo|de groupe) manqué|Verpasster (?:Sprach|Video|Gruppen)anruf|Chamada de (?:voz|vídeo) perdida|Ligação de (?:voz|vídeo) perdida"
    r"|(?:Chiamata vocale|Videochiamata) persa|Gemiste (?:spraak|video)oproep|Пропущенный (?:аудио|видео)звонок"
    r"|Пропущений (?:голосовий|аудіо|відео) ?дзвінок|Cevapsız (?:sesli|görüntülü) arama|Zmeškaný (?:hlasový |video)?hovor"
    r"|Nieodebrane połączenie (?:głosowe|wideo)|مكالمة (?:صوتية|فيديو) فائتة|未接(?:語音|語音通話|语音通话|視訊|視訊通話|视频通话)|부재중 (?:음성|영상) ?통화|(?:音声通話の|ビデオ通話の)?不在着信"
)
CALL = (
    r"(?:Group )?(?:Voice|Video) call|(?:Llamada de voz|Videollamada)|Appel (?:vocal|vidéo)|(?:Sprach|Video)anruf|Chamada de (?:voz|vídeo)|Ligação de (?:voz|vídeo)"
    r"|Chiamata vocale|Videochiamata|(?:Spraak|Video)oproep|(?:Аудио|Видео)звонок|(?:Sesli|Görüntülü) arama|Połączenie (?:głosowe|wideo)"
    r"|Hlasový hovor|Videohovor|مكالمة (?:صوتية|فيديو)"
)
NO_ANSWER = (
    r"(?:no answer|unanswered|declined|not answered|tap to call back|click to call back|(?:sin|pas de|aucune) (?:respuesta|réponse)|keine antwort"
    r"|nicht angenommen|sem resposta|nessuna risposta|geen antwoord|нет ответа|cevap yok|brak odpowiedzi|لا يوجد رد|focus mode"
    r"|tippe,? um zurückzurufen|toca para devolver la llamada|appuyez pour rappeler)[^\n]{0,30}"
)
LENGTH_UNITS = "hrs?|hours?|std|h|uur|ч|godz|saat|ساعة|min(?:uten?|utes?|utos?|uti|uut)?|m|мин|хв|dk|dakika|دقيقة|sec(?:onds?|s)?|seg|sek|s|сек|sn|saniye|ثانية"
SERVICE = (
    r"(?:Messages and calls are end-to-end encrypted|Messages you send to this chat|Messages to this (?:chat|group)"
    r"|Los mensajes y las llamadas están cifrados|Les messages et les appels sont chiffrés|Nachrichten und Anrufe sind Ende"
    r"|I messaggi e le chiamate sono crittografati|As mensagens e (?:as )?(?:chamadas|ligações) são|Сообщения и звонки защищены|Повідомлення й дзвінки захищено"
    r"|Zprávy a hovory jsou|Berichten en gesprekken|الرسائل والمكالمات مشفرة"
    r"|You blocked this contact|You unblocked this contact|.{0,80}(?:security code|phone number) (?:with .{1,80} )?changed"
    r"|.{1,80} changed (?:to a new|their phone) number|.{0,80}(?:turned (?:on|off) disappearing|updated the message timer)"
    r"|.{1,80} (?:created (?:this )?group|added |removed |left$|joined (?:from|using)|changed (?:the|this) (?:group|subject|settings)"
    r"|turned (?:on|off) |reset this group|requested to join|pinned a message)"
    r"|This business |.{1,80} is a contact|You were (?:added|removed)|You're now an admin|Waiting for this message)"
)


def seconds_of(unit: str) -> int:
    """How many seconds one of `LENGTH_UNITS` has."""
    start = unit.casefold()
    if start.startswith(("h", "std", "uur", "ч", "godz", "saat", "ساعة")):
        return 3600
    return 60 if start.startswith(("m", "мин", "хв", "dk", "dak", "دقيقة")) else 1
