<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>Details</name>
        <message numerus="yes">
            <source>%n other copies</source>
            <translation>
                <numerusform>%n other copy</numerusform>
                <numerusform>%n other copies</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Filing</name>
        <message numerus="yes">
            <source>%n other copies stay.</source>
            <translation>
                <numerusform>%n other copy stays.</numerusform>
                <numerusform>%n other copies stay.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more like it</source>
            <translation>
                <numerusform>and %n more like it</numerusform>
                <numerusform>and %n more like it</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Folders</name>
        <message numerus="yes">
            <source>{count} files disappeared from “{name}”.</source>
            <translation>
                <numerusform>{count} file disappeared from “{name}”.</numerusform>
                <numerusform>{count} files disappeared from “{name}”.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} folders are being added to the library.</source>
            <translation>
                <numerusform>{count} folder is being added to the library.</numerusform>
                <numerusform>{count} folders are being added to the library.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Hit</name>
        <message numerus="yes">
            <source>%n copies</source>
            <translation>
                <numerusform>%n copy</numerusform>
                <numerusform>%n copies</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n files hold this picture</source>
            <translation>
                <numerusform>%n file holds this picture</numerusform>
                <numerusform>%n files hold this picture</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n similar ones</source>
            <translation>
                <numerusform>%n similar one</numerusform>
                <numerusform>%n similar ones</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Incoming</name>
        <message numerus="yes">
            <source>{count} of these files are not pictures. Drop photos or a folder of photos.</source>
            <translation>
                <numerusform>{count} of these files is not a picture. Drop photos or a folder of photos.</numerusform>
                <numerusform>{count} of these files are not pictures. Drop photos or a folder of photos.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Messages</name>
        <message numerus="yes">
            <source>{count} files are missing</source>
            <translation>
                <numerusform>{count} file is missing</numerusform>
                <numerusform>{count} files are missing</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} issues</source>
            <translation>
                <numerusform>{count} issue</numerusform>
                <numerusform>{count} issues</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} new matches · Show</source>
            <translation>
                <numerusform>{count} new match · Show</numerusform>
                <numerusform>{count} new matches · Show</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} new pictures · Show</source>
            <translation>
                <numerusform>{count} new picture · Show</numerusform>
                <numerusform>{count} new pictures · Show</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} pictures</source>
            <translation>
                <numerusform>{count} picture</numerusform>
                <numerusform>{count} pictures</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} pictures hidden from results.</source>
            <translation>
                <numerusform>{count} picture hidden from results.</numerusform>
                <numerusform>{count} pictures hidden from results.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PointedGrid</name>
        <message numerus="yes">
            <source>Show all %n</source>
            <translation>
                <numerusform>Show all %n</numerusform>
                <numerusform>Show all %n</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ProblemsDialog</name>
        <message numerus="yes">
            <source>{count} files couldn’t be read.</source>
            <translation>
                <numerusform>{count} file couldn’t be read.</numerusform>
                <numerusform>{count} files couldn’t be read.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} folders couldn’t be opened.</source>
            <translation>
                <numerusform>{count} folder couldn’t be opened.</numerusform>
                <numerusform>{count} folders couldn’t be opened.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ResultActions</name>
        <message numerus="yes">
            <source>Copy %n paths</source>
            <translation>
                <numerusform>Copy %n path</numerusform>
                <numerusform>Copy %n paths</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StatusLine</name>
        <message numerus="yes">
            <source>{count} folders aren’t connected. Showing saved previews.</source>
            <translation>
                <numerusform>{count} folder isn’t connected. Showing saved previews.</numerusform>
                <numerusform>{count} folders aren’t connected. Showing saved previews.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TroubleCard</name>
        <message numerus="yes">
            <source>{count} files disappeared from “{name}”.</source>
            <translation>
                <numerusform>{count} file disappeared from “{name}”.</numerusform>
                <numerusform>{count} files disappeared from “{name}”.</numerusform>
            </translation>
        </message>
    </context>
</TS>
