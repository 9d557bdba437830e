import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("helplines", "0001_initial"),
        ("supervision", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="visit",
            name="kind",
            field=models.CharField(
                choices=[("opinion", "Opinion"), ("emergency", "Emergency"), ("told", "Told")], max_length=9
            ),
        ),
        migrations.AlterField(
            model_name="visit",
            name="staff",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="visits", to="helplines.staff"
            ),
        ),
    ]
