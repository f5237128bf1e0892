"""Tables of pronunciation: what letters sound like, and how readers of an alphabet write sounds.

Between the two stand our own names of sounds. Vowels: ``a e i o u``, ``y`` (Russian ы), ``ae oe
ue`` (Kazakh ә ө ү), ``uu`` (ұ) and ``ih`` (і). Consonants have their usual English names; ``kh`` is
Russian х, ``gh q ng`` are Kazakh ғ қ ң, ``j`` is the sound of y in "yes", and ``J`` the same sound
where it only makes the consonant before it soft.
"""
