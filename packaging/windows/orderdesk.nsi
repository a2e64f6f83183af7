; The installer for one Windows user: no administrator, an Apps entry, a Start menu entry, an
; uninstaller that leaves the user's data unless asked, upgrades in place.
;
;   makensis -DVERSION=0.1.0 -DPAYLOAD=folder-of-the-frozen-program -DOUT=orderdesk-setup.exe orderdesk.nsi
;
; Silent: orderdesk-setup.exe /S [/D=folder]; uninstall.exe /S [/DATA] removes the data as well.

Unicode true
!ifdef WIN64_ONLY
  Target amd64-unicode
!endif
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"

!ifndef VERSION
  !error "makensis needs -DVERSION=..."
!endif
!ifndef PAYLOAD
  !error "makensis needs -DPAYLOAD=folder of the frozen program"
!endif
!ifndef OUT
  !define OUT "orderdesk-${VERSION}-setup.exe"
!endif

!define NAME "orderdesk"
!define APPS_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define LINK_KEY "Software\Classes\${NAME}"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
; An upgrade goes where the version before was put.
InstallDirRegKey HKCU "${APPS_KEY}" "InstallLocation"
SetCompressor /SOLID lzma
ManifestDPIAware true
BrandingText "${NAME} ${VERSION}"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\${NAME}.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro GetSize
!insertmacro un.GetParameters
!insertmacro un.GetOptions

LangString DATA_NAME ${LANG_ENGLISH} "Orders, changes that wait, and settings"
LangString DATA_NAME ${LANG_GERMAN} "Aufträge, wartende Änderungen und Einstellungen"
LangString DATA_TEXT ${LANG_ENGLISH} "Removes everything orderdesk keeps for this user, also what was not sent yet. Off unless you choose it."
LangString DATA_TEXT ${LANG_GERMAN} "Entfernt alles, was orderdesk für diesen Benutzer aufbewahrt, auch noch nicht Gesendetes. Nur, wenn Sie es wählen."
LangString RUNNING ${LANG_ENGLISH} "orderdesk is running. Close it and try again."
LangString RUNNING ${LANG_GERMAN} "orderdesk läuft. Schließen Sie es und versuchen Sie es noch einmal."

; A file that is open cannot be replaced: found out before anything is touched.
!macro STOP_WHILE_RUNNING
  ${If} ${FileExists} "$INSTDIR\${NAME}.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\${NAME}.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Section "${NAME}"
  SetShellVarContext current
  !insertmacro STOP_WHILE_RUNNING
  ; What the version before had and this one has not must go; the data are elsewhere.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateDirectory "$SMPROGRAMS\${NAME}"
  CreateShortcut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\${NAME}.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}\${NAME} demo.lnk" "$INSTDIR\${NAME}.exe" "--demo"

  WriteRegStr HKCU "${APPS_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${APPS_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${APPS_KEY}" "DisplayIcon" "$INSTDIR\${NAME}.exe"
  WriteRegStr HKCU "${APPS_KEY}" "Publisher" "The orderdesk authors"
  WriteRegStr HKCU "${APPS_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${APPS_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${APPS_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${APPS_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${APPS_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${APPS_KEY}" "EstimatedSize" "$0"

  WriteRegStr HKCU "${LINK_KEY}" "" "URL:${NAME}"
  WriteRegStr HKCU "${LINK_KEY}" "URL Protocol" ""
  WriteRegStr HKCU "${LINK_KEY}\shell\open\command" "" '"$INSTDIR\${NAME}.exe" "%1"'
SectionEnd

Section "un.${NAME}" UN_PROGRAM
  SectionIn RO
  SetShellVarContext current
  !insertmacro STOP_WHILE_RUNNING
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${NAME}.exe"
  Delete "$INSTDIR\uninstall.exe"
  ; Only if nothing of the user's lies there.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}\${NAME} demo.lnk"
  RMDir "$SMPROGRAMS\${NAME}"
  DeleteRegKey HKCU "${APPS_KEY}"
  DeleteRegKey HKCU "${LINK_KEY}"
SectionEnd

Section /o "un.$(DATA_NAME)" UN_DATA
  SetShellVarContext current
  RMDir /r "$LOCALAPPDATA\${NAME}"
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${UN_DATA} "$(DATA_TEXT)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

Function un.onInit
  ${un.GetParameters} $R0
  ClearErrors
  ${un.GetOptions} $R0 "/DATA" $R1
  ${IfNot} ${Errors}
    SectionSetFlags ${UN_DATA} 1
  ${EndIf}
FunctionEnd
