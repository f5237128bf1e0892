"""The demo: an emulated Bot API, as strict as Telegram's, and a chat page to use it by hand.

Floor: doors. Nothing here knows the bot, and nothing here imports python-telegram-bot.
"""
