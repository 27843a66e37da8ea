"""The terminal interface: the only part of nixmenu that knows Textual.

Plain modules beside `app` say what is shown and are tested without a terminal; `widgets` draw it; `screens`
arrange widgets and turn keys into edits of the session.
"""
